/** Where people are kept, and what their sources say of them to the stack. */

import { readFileSync } from 'node:fs';
import { HOME } from '../../simulators/common/locations.ts';
import { directoryUsers } from '../../simulators/directory-service-data/index.ts';
import { instances, users } from '../../simulators/identity-center/resources.ts';
import { accounts } from '../../simulators/organizations/index.ts';
import type { Harness } from '../common/harness.ts';
import { operator } from '../permissions/scenario.ts';
import type { Person } from './people.ts';

/** Which the stage lists. */
const DIRECTORY = 'd-1234567890';

const SIGNALS = new URL('../../events/signals/', import.meta.url);

interface SignalFile {
  pattern: unknown;
  [member: string]: unknown;
}

/** An event of each source about somebody, as its bus has it. */
const EVENTS: Readonly<Record<Person['source'], (person: Person, at: string, store: string) => object>> = {
  'account-closing': ({ subject }, eventTime) => ({ eventTime, requestParameters: { accountId: subject } }),
  'ad-user-disabled': (person, eventTime) => ({
    ...{ eventTime, eventID: idOf(person) },
    requestParameters: { sAMAccountName: person.subject },
  }),
  'identity-center-user-disabled': (person, eventTime, identityStoreId) => ({
    ...{ eventTime, eventID: idOf(person) },
    requestParameters: { identityStoreId, userId: userIdOf(person) },
  }),
  'okta-user-deactivated': (person, published) => ({
    ...{ published, uuid: idOf(person) },
    target: [{ type: 'User', alternateId: `${person.subject}@example.com` }],
  }),
  'person-leaving': (person, occurredAt) => ({
    occurredAt,
    eventId: idOf(person),
    person: { username: person.subject },
  }),
  'sailpoint-identity-inactive': ({ subject }) => ({ identity: { name: subject } }),
};

export class Company {
  readonly #harness: Harness;
  readonly #store: string;
  /** By person's number: when somebody left. */
  readonly #leftAt = new Map<number, string>();

  constructor(harness: Harness, people: readonly Person[]) {
    this.#harness = harness;
    const { cloud } = harness.runtime;
    this.#store = cloud.resources(instances, HOME)[0]?.identityStoreId ?? '';
    for (const person of people) this.#keep(person, false);
  }

  /** As its source has somebody, where it can be listed. */
  #keep(person: Person, hasLeft: boolean): void {
    const { cloud } = this.#harness.runtime;
    const { source, subject } = person;
    if (source === 'account-closing') {
      cloud.putResource(accounts, HOME, subject, { id: subject, state: hasLeft ? 'SUSPENDED' : 'ACTIVE' });
    } else if (source === 'ad-user-disabled') {
      const user = { username: subject, isDisabled: hasLeft };
      cloud.putResource(directoryUsers, HOME, `${DIRECTORY}/${subject}`, user);
    } else if (source === 'identity-center-user-disabled') {
      const user = { identityStoreId: this.#store, userId: userIdOf(person), userName: subject, isDisabled: hasLeft };
      cloud.putResource(users, HOME, `${this.#store}/${user.userId}`, { ...user, emails: [], createdAt: 0 });
    }
  }

  /** In its source; who is rehired is back at once. */
  leave(person: Person): void {
    const { fate } = person;
    if (fate === 'stays') return;
    this.#leftAt.set(person.number, new Date(this.#harness.runtime.clock.now() - person.number * 1000).toISOString());
    if (fate === 'leaves') this.#keep(person, true);
  }

  /** Hands signals over as their rules do. */
  async signal(people: readonly Person[]): Promise<void> {
    for (const person of people) {
      const leftAt = this.#leftAt.get(person.number) ?? '';
      const detail = EVENTS[person.source](person, leftAt, this.#store);
      // Of a source without a time of its own, the event has it.
      const event = { id: idOf(person), source: 'aws.test', time: leftAt, detail };
      await this.#start('signal', { signal: signalOf(person.source), event });
    }
    await this.#harness.runtime.settled();
  }

  /** Lists what can be listed, as the daily rule has it done. */
  async list(): Promise<void> {
    const { aws, info } = this.#harness.runtime;
    const input = { Rule: `${info().stack}-reconcile` };
    type Listed = { Targets: { Input: string }[] };
    const { Targets } = await aws.call<Listed>('eventbridge', 'ListTargetsByRule', input, { identity: operator });
    for (const { Input } of Targets) await this.#start('reconcile', JSON.parse(Input));
    await this.#harness.runtime.settled();
    // What the reconciliation starts belongs to nobody's request, and is waited for by its time.
    await this.#harness.runtime.clock.advance(60_000);
  }

  async #start(machine: string, input: unknown): Promise<void> {
    await this.#sfn('StartExecution', { stateMachineArn: this.#machine(machine), input: JSON.stringify(input) });
  }

  /** By subject: how many offboardings were started. The night's cleanups have none. */
  async offboardings(): Promise<Map<string, number>> {
    const subjects: string[] = [];
    const stateMachineArn = this.#machine('offboard');
    let nextToken: string | undefined;
    do {
      const page = await this.#sfn<Page>('ListExecutions', { stateMachineArn, nextToken });
      for (const { executionArn } of page.executions) {
        const { input } = await this.#sfn<{ input: string }>('DescribeExecution', { executionArn });
        const { detail } = JSON.parse(input) as { detail: { data: { subject?: { id: string } } } };
        if (detail.data.subject !== undefined) subjects.push(detail.data.subject.id);
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return new Map([...Map.groupBy(subjects, (subject) => subject)].map(([subject, { length }]) => [subject, length]));
  }

  #sfn<Output>(operation: string, input: object): Promise<Output> {
    return this.#harness.runtime.aws.call<Output>('sfn', operation, input, { identity: operator });
  }

  #machine(role: string): string | undefined {
    return this.#harness.runtime.info().machines.find((arn) => arn.endsWith(`-${role}`));
  }
}

interface Page {
  executions: { executionArn: string }[];
  nextToken?: string;
}

function signalOf(name: string): object {
  const { pattern: _, ...signal } = JSON.parse(readFileSync(new URL(`${name}.json`, SIGNALS), 'utf8')) as SignalFile;
  return { ...signal, bus: 'default', mailDomains: ['example.com'] };
}

/** What its source calls the event: the same in every copy. */
function idOf({ number }: Person): string {
  return `event-${number}`;
}

function userIdOf({ number }: Person): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
