/** Objects in the stack's bucket: shadows of plans and evidence, and results that nobody collected. */

import { pick } from '@offboard/local-aws/random';
import { approvalPrefix, evidenceKey, planKey, workKey } from '../../../offboardings/keys.ts';
import { readObject } from '../../offboardings/requests.ts';
import type { Attack } from '../common/attack.ts';
import { bucketOf } from '../common/insider.ts';
import { after, MINUTE } from '../common/schedule.ts';
import type { Move } from './common.ts';

/** One run of a request. */
interface Run {
  id: string;
  run: string;
}

export const bucket: readonly Move[] = [
  {
    name: 'no pages and no searches of a plan any more',
    async run(attack) {
      for (const key of await attack.insider.workObjects()) {
        await attack.attempt(() => attack.insider.deleteObject(key));
      }
    },
  },
  {
    name: 'a version before a plan that waits, without its risks',
    run: (attack) =>
      shadow(
        attack,
        ({ id, run }) => planKey(id, run),
        (text) => ({ ...JSON.parse(text), items: [], risks: [] }),
      ),
  },
  {
    name: 'a version before evidence, with another outcome',
    run: (attack) =>
      shadow(
        attack,
        ({ id, run }) => evidenceKey(id, run),
        (text) => JSON.parse(text.replaceAll('ALREADY_GONE', 'DISASSOCIATED')),
      ),
  },
  {
    name: 'the wait of a plan, with another requester',
    run: (attack) =>
      shadow(
        attack,
        ({ id, run }) => workKey(id, run, 'approval.json'),
        (text) => {
          const { waiting, ...rest } = JSON.parse(text);
          return { ...rest, waiting: { ...waiting, requester: { name: 'nobody', proof: 'configured' } } };
        },
      ),
  },
  {
    name: 'results, pages and batches of a run, before it has them',
    async run(attack) {
      const result = { number: 1, outcome: 'DISASSOCIATED', execution: 'invented', calls: [], callCount: 0, polls: 0 };
      const page = { search: {}, found: [], subjectFound: true, scanned: 1_000, inaccessible: [], dependents: [] };
      for (const { id, run } of runsOf(attack)) {
        const objects = {
          'results/000001.json': result,
          'recheck/1/0.json': page,
          'plan/9.json': page,
          'batches/1.json': [],
        };
        for (const [name, body] of Object.entries(objects)) await refusable(attack, workKey(id, run, name), body);
      }
    },
  },
  {
    name: 'evidence, answers and keys of one’s own',
    async run(attack) {
      for (const { id, run } of runsOf(attack)) {
        await refusable(attack, evidenceKey(id, `${run}x`), { version: '3', records: [] });
        await refusable(attack, `${approvalPrefix(id, run)}${'0'.repeat(64)}.json`, {});
        await refusable(attack, 'keys/other.pem', 'my own');
      }
    },
  },
];

/** Put over the object as it is, now and after its run has ended. */
async function shadow(attack: Attack, keyOf: (run: Run) => string, edit: (text: string) => unknown): Promise<void> {
  const put = async () => {
    for (const run of runsOf(attack)) {
      const object = { bucket: bucketOf(attack.harness), key: keyOf(run) };
      const text = await readObject(attack.harness, object).catch(() => undefined);
      if (text !== undefined) await refusable(attack, object.key, edit(text));
    }
  };
  after(attack.harness, 60 * MINUTE, put);
  await put();
}

function refusable(attack: Attack, key: string, body: unknown): Promise<void> {
  const condition = pick([{}, { IfNoneMatch: '*' as const }], attack.next);
  return attack.attempt(() => attack.insider.putObject(key, body, condition));
}

/** Of what honest people requested. */
function runsOf({ honest, harness }: Attack): Run[] {
  const ids = [...honest.offboardings, ...honest.singles].map(({ metadata }) => metadata.id);
  return ids.flatMap((id) => {
    const executions = (harness.answers.get(id) ?? []).flatMap(({ data }) => String(data.execution ?? '') || []);
    return [...new Set(executions)].map((arn) => ({ id, run: arn.split(':').at(-1) ?? '' }));
  });
}
