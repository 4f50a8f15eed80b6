/** Executions of the stack's state machines that are started by hand. */

import { createHash } from 'node:crypto';
import { pick } from '@offboard/local-aws/random';
import { itemMark } from '../../../offboardings/apply.ts';
import { workKey } from '../../../offboardings/keys.ts';
import { KINDS } from '../../../simulators/index.ts';
import type { Attack } from '../common/attack.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { anyEntry, envelope, type Move, metadataOf, offboarding, single, victim } from './common.ts';

export const executions: readonly Move[] = [
  {
    name: 'a single request by hand, with an invented origin',
    async run(attack) {
      const { kind } = anyEntry(attack);
      const entry = pick(
        attack.entries.filter((each) => each.kind === kind),
        attack.next,
      );
      await attack.insider.start(kind, envelope(single(attack, entry)));
      await attack.insider.start(kind, envelope(single(attack, anyEntry(attack))));
    },
  },
  {
    name: 'an item of a plan by hand',
    async run(attack) {
      const { approvalKind } = attack.guards;
      for (const entry of attack.entries.filter(({ kind }) => kind === approvalKind).slice(0, 2)) {
        const detail = single(attack, entry);
        const marks = [markOf(detail), {}, null, 'plan', { ...markOf(detail), contentHash: '' }];
        await attack.insider.start(approvalKind, { ...envelope(detail), offboarding: pick(marks, attack.next) });
      }
    },
  },
  {
    name: 'the request of another by hand, once more and as an item',
    async run(attack) {
      const detail = victim(attack);
      if (detail === undefined) return;
      const kind = detail.data.association;
      await attack.insider.start(kind, envelope(detail));
      await attack.insider.start(kind, { ...envelope(detail), offboarding: markOf(detail) });
    },
  },
  {
    name: 'the items of another plan, with their results into the run of a victim',
    async run(attack) {
      const { approvalKind, protectedKind } = attack.guards;
      const kinds = KINDS.filter((kind) => kind !== approvalKind && kind !== protectedKind);
      const subject = { type: 'kind', id: pick(kinds, attack.next) };
      const detail = offboarding(attack, { subject, options: { mode: 'apply' } });
      await attack.insider.put([detail], 'OffboardingRequested');
      after(attack.harness, 12 * MINUTE, () => attack.attempt(() => applyInto(attack, detail.metadata.id, subject.id)));
    },
  },
  {
    name: 'an offboarding by hand, as if a cleanup had started it',
    async run(attack) {
      const execution = (name: string) =>
        `arn:aws:states:us-east-1:111122223333:execution:offboard-dev-cleanup:${name}`;
      const cleanup = execution(`c${attack.next()}`.replace('.', ''));
      const run = createHash('sha256').update(cleanup).digest('hex').slice(0, 24);
      const match = { account: ['111122223333'] };
      const policy = { name: 'mine', description: 'Mine', kinds: [attack.guards.approvalKind], match, mode: 'apply' };
      const detail = offboarding(attack, { policy }, { requestedBy: 'cleanup mine' });
      const input = {
        ...envelope(detail, 'OffboardingRequested'),
        AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: cleanup,
      };
      await attack.insider.start('offboard', input, `mine_${run}`);
      // A plan of these needs no approval, which nobody would give for days.
      await attack.insider.start('cleanup', { policy: { ...policy, kinds: [attack.guards.protectedKind] } });
    },
  },
  {
    name: 'a stop of everything that runs',
    run: (attack) => stopAll(attack, [...KINDS, 'offboard', 'apply', 'answer', 'report', 'verify']),
  },
  {
    name: 'a stop of requests and their reports, again and again',
    async run(attack) {
      const machines = [pick(KINDS, attack.next), 'offboard', 'report'];
      for (const minutes of [1, 2, 3]) {
        after(attack.harness, minutes * MINUTE, () => attack.attempt(() => stopAll(attack, machines)));
      }
    },
  },
  {
    name: 'inputs that are no requests',
    async run(attack) {
      for (const input of [{}, [], 'text', 1, { detail: null }, { detail: { metadata: { id: 1 } } }]) {
        await attack.insider.start('offboard', input);
        await attack.insider.start(anyEntry(attack).kind, input);
      }
    },
  },
  {
    name: 'a verification by hand of what was never ended',
    async run(attack) {
      const { metadata, data } = single(attack, anyEntry(attack));
      const endedAt = metadata.timestamp;
      const { association, target, where } = data;
      const completed = { request: metadata, association, target, where, outcome: 'DISASSOCIATED', endedAt };
      const detail = { metadata: metadataOf(attack), data: completed };
      await attack.insider.start('verify', envelope(detail, 'DisassociationCompleted'));
    },
  },
];

async function stopAll({ insider, attempt }: Attack, machines: readonly string[]): Promise<void> {
  for (const machine of machines) {
    for (const { executionArn = '', status } of await insider.executions(machine)) {
      if (status === 'RUNNING') await attempt(() => insider.stop(executionArn));
    }
  }
}

/** As a plan marks the first item of a run. */
function markOf(detail: { metadata: { id: string } }) {
  return itemMark(detail, { id: detail.metadata.id, run: 'run', number: 1 });
}

/** The batches of an own run once more, as if they were those of the runs that wait. */
async function applyInto({ harness, honest, insider }: Attack, id: string, kind: string): Promise<void> {
  const execution = harness.answers.get(id)?.find(({ data }) => data.rollUp !== undefined)?.data.execution;
  if (typeof execution !== 'string') return;
  const run = execution.split(':').at(-1) ?? '';
  for (const { requestId } of honest.waiting()) {
    for (const phase of [0, 1, 2, 3]) {
      const batch = { key: workKey(id, run, `batches/${phase}-${kind}/`), places: 1, maxConcurrency: 5 };
      await insider.start('apply', { batch, offboarding: requestId });
    }
  }
}
