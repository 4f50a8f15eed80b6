/** The machine that speaks for others, and events in the stack's name. */

import { pick } from '@offboard/local-aws/random';
import { disassociationCompleted, publishedEvents } from '../../../events/index.ts';
import type { Attack } from '../common/attack.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { anyEntry, envelope, type Move, metadataOf, single, victim } from './common.ts';

const USER = 'arn:aws:iam::111122223333:user/the-ciso';

export const reports: readonly Move[] = [
  {
    name: 'answers in the stack’s name',
    async run(attack) {
      const [id = 'none'] = [victim(attack)?.metadata.id ?? attack.honest.offboardings[0]?.metadata.id];
      const { data } = disassociationCompleted.sample.detail as { data: object };
      const { detailType } = pick(Object.values(publishedEvents), attack.next);
      const metadata = metadataOf(attack, { causationId: id, correlationId: id });
      for (const [type, source] of [
        [detailType, 'offboard'],
        ['DisassociationCompleted', 'offboard'],
        [detailType, 'x'],
      ] as const)
        await attack.attempt(() => attack.insider.put([{ metadata, data }], type, source));
    },
  },
  {
    name: 'evidence of a removal that never was, from the reporter',
    async run(attack) {
      const detail = victim(attack) ?? single(attack, anyEntry(attack));
      const invented = single(attack, anyEntry(attack));
      for (const each of [detail, invented]) {
        for (const evidenceOnly of [true, false]) {
          await attack.insider.start('report', { evidenceOf: 'single', input: completion(attack, each, evidenceOnly) });
        }
      }
    },
  },
  {
    name: 'evidence of an approval that nobody gave, from the reporter',
    async run(attack) {
      for (const { requestId, data } of attack.honest.waiting()) {
        const detail = attack.honest.offboardings.find(({ metadata }) => metadata.id === requestId) ?? {};
        const approvals = [{ by: USER, person: USER, at: metadataOf(attack).timestamp, reason: 'Yes' }];
        const input = {
          request: envelope(detail, 'OffboardingRequested'),
          run: String(data.execution).split(':').at(-1),
          execution: data.execution,
          approved: { approvals },
          requester: { name: USER, proof: 'proven', person: USER },
          inaccessible: [],
          notAllowedCount: 0,
          rejected: null,
          at: metadataOf(attack).timestamp,
        };
        for (const evidenceOf of ['offboarding', data.execution]) {
          await attack.insider.start('report', { evidenceOf, input });
        }
      }
    },
  },
  {
    name: 'a failure of what runs or has succeeded, from the reporter',
    async run(attack) {
      const report = async () => {
        for (const executionArn of executionsIn(attack)) {
          const detail = { executionArn, status: 'FAILED', error: 'Invented', input: '{}' };
          await attack.insider.start('report', envelope(detail, 'Step Functions Execution Status Change'));
        }
        await attack.insider.start('report', { ...envelope({}, 'Scheduled Event'), time: '2026-11-23T10:00:00Z' });
      };
      after(attack.harness, 60 * MINUTE, () => attack.attempt(report));
      await report();
    },
  },
];

/** What the task that stores evidence is handed, for a removal that went well. */
function completion(attack: Attack, detail: ReturnType<typeof single>, evidenceOnly: boolean) {
  const { timestamp } = detail.metadata;
  const progress = {
    state: 'DISASSOCIATED',
    outcome: 'DISASSOCIATED',
    confirmed: true,
    serviceStatus: 'ABSENT',
    snapshot: null,
  };
  const { stack, account, region } = attack.harness.runtime.info();
  const { association } = detail.data;
  return {
    request: envelope(detail),
    disassociation: {
      progress,
      before: null,
      polls: 0,
      calls: [],
      callCount: 0,
      startedAt: timestamp,
      deadline: timestamp,
    },
    ...{ rejection: null, failure: null, lastError: null, evidenceOnly },
    execution: `arn:aws:states:${region}:${account}:execution:${stack}-${association}:${detail.metadata.id}`,
    at: timestamp,
  };
}

/** Of all that was published so far. */
function executionsIn({ harness }: Attack): string[] {
  const events = [...harness.answers.values()].flat();
  return [...new Set(events.flatMap(({ data }) => (typeof data.execution === 'string' ? [data.execution] : [])))];
}
