/** The people whom the insider is among: dana requests, carl and eve approve or deny what dana requested. */

import { digits, pick } from '@offboard/local-aws/random';
import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { type Metadata, newMetadata } from '../../../events/metadata.ts';
import { requestHash } from '../../../offboardings/statement.ts';
import type { Harness, PublishedEvent } from '../../common/harness.ts';
import { detailOf, type RequestDetail } from '../../common/requests.ts';
import { APPROVAL_REQUESTED, answerTo, attest, sendAnswer } from '../../offboardings/requests.ts';
import { MINUTE } from './schedule.ts';
import type { Guarded } from './truth.ts';

const SINGLES = 3;
/** An approval that nobody gives expires then: hours without a request would only be filled by what runs by schedule. */
export const UNANSWERED = 3 * 60 * MINUTE;

/** Something that somebody does, so many milliseconds after the beginning. */
interface Deed {
  delay: number;
  act(): Promise<void>;
}

export interface OffboardingDetail {
  metadata: Metadata;
  data: object;
}

export class Honest {
  readonly singles: RequestDetail[] = [];
  readonly offboardings: OffboardingDetail[] = [];
  /** Ids of the requests that dana proved to make. */
  readonly proven = new Set<string>();
  /** By the execution's ARN: the persons who approved its plan. */
  readonly approvals = new Map<string, Set<string>>();
  readonly #harness: Harness;
  readonly #next: () => number;

  constructor(harness: Harness, next: () => number) {
    this.#harness = harness;
    this.#next = next;
  }

  deeds(entries: readonly AssociationEntry[], guards: Guarded): Deed[] {
    const next = this.#next;
    const singles = Array.from({ length: SINGLES }, () => ({
      delay: next() * 20 * MINUTE,
      act: () => this.#request(pick(entries, next)),
    }));
    const subject = { type: 'kind', id: guards.approvalKind };
    return [
      ...singles,
      { delay: next() * MINUTE, act: () => this.#offboard({ subject, mode: 'apply' }) },
      {
        delay: next() * MINUTE,
        act: () => this.#offboard({ subject: { type: 'kind', id: pick(entries, next).kind }, mode: 'plan' }),
      },
      { delay: 60 * MINUTE, act: () => this.#answer('carl') },
      { delay: 70 * MINUTE, act: () => this.#answer('eve') },
    ];
  }

  /** Dana's plans that wait for an approval. */
  waiting(): PublishedEvent[] {
    return this.offboardings.flatMap(({ metadata: { id } }) => waitingIn(this.#harness, id));
  }

  /** One approval more; of a person who may give it. */
  countApproval(execution: string, person: string): void {
    this.approvals.set(execution, (this.approvals.get(execution) ?? new Set()).add(person));
  }

  async #request(entry: AssociationEntry): Promise<void> {
    const id = digits(26, this.#next);
    const detail = detailOf({ id, timestamp: this.#harness.runtime.clock.now(), entry });
    this.singles.push(detail);
    await this.#harness.put([detail]);
  }

  /** Proven, or only claimed. */
  async #offboard({ subject, mode }: { subject: object; mode: string }): Promise<void> {
    const now = this.#harness.runtime.clock.now();
    const timestamp = new Date(now).toISOString();
    const data = { subject, options: { mode, approvalDeadline: new Date(now + UNANSWERED).toISOString() } };
    const metadata = newMetadata({ id: digits(26, this.#next), timestamp, requestedBy: 'dana' });
    const detail = { metadata, data };
    this.offboardings.push(detail);
    if (this.#next() < 0.5) return void (await this.#harness.put([detail], 'OffboardingRequested'));
    this.proven.add(metadata.id);
    const statement = await attest(this.#harness, 'dana', { purpose: 'request', hash: requestHash(detail) });
    await this.#harness.put([{ metadata: { ...metadata, statement }, data }], 'OffboardingRequested');
  }

  /** Most approve, some deny, some say nothing; each looks at what dana requested, and at nothing else. */
  async #answer(approver: string): Promise<void> {
    for (const { requestId, data } of this.waiting()) {
      const chance = this.#next();
      if (chance > 0.9) continue;
      const decision = chance < 0.75 ? 'approve' : 'deny';
      const event = data as { execution: string; plan: { id: string } };
      if (decision === 'approve') this.countApproval(event.execution, approver);
      await sendAnswer(this.#harness, approver, answerTo(requestId, event, decision));
    }
  }
}

/** The requests for an approval of this offboarding that nothing has ended yet. */
export function waitingIn({ answers }: Harness, id: string): PublishedEvent[] {
  const events = answers.get(id) ?? [];
  const isOver = ({ data: { execution } }: PublishedEvent) =>
    events.some((other) => other.detailType !== APPROVAL_REQUESTED && other.data.execution === execution);
  return events.filter((event) => event.detailType === APPROVAL_REQUESTED && !isOver(event));
}
