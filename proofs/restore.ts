/** The way back: restoring after an apply gives back the world as it was. */

import { setTimeout as tick } from 'node:timers/promises';
import { listAssociations, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { type Restorable, restorablesIn } from '../offboardings/restorable.ts';
import { KINDS } from '../simulators/index.ts';
import { openStage, type Stage } from './harness.ts';
import { endOneKind, evidenceAt, PROVER, parsed } from './offboardings/kept.ts';
import type { Proof } from './proof.ts';

/** Associations of one cloud. */
const SIZE = 25;
/** A package that was being cleared away after its association had failed. */
const NEVER_TIED = 'ASSOCIATION_FAILED';
const REAL_MS = 5;

export const restore: Proof = {
  claim: 'restoring after an apply gives back the same simulated state, for every kind that can',
  full: 200,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { worlds: 0, restored: 0 };
    for (let index = 0; index < size; index++) {
      const stage = await openStage({
        seed: seed * 1_000 + index,
        size: SIZE,
        simulation: { accounts: 1, regions: 1 },
      });
      try {
        for (const [turn, kind] of KINDS.entries()) {
          const { restored, problems } = await thereAndBack(stage, turn);
          counts.restored += restored;
          failures.push(...problems.map((problem) => `world ${index}, ${kind}: ${problem}`));
        }
        counts.worlds++;
      } finally {
        await stage.close();
      }
      if (index % 20 === 19) note(`restore: ${index + 1} of ${size}`);
    }
    return { counts, failures };
  },
};

async function thereAndBack(stage: Stage, turn: number): Promise<{ restored: number; problems: string[] }> {
  const { cloud } = stage.runtime;
  const before = stateOf(cloud);
  const end = await endOneKind(stage, turn);
  if (end.evidence === undefined) return { restored: 0, problems: [] };
  const ended = stateOf(cloud);
  const items = restorablesIn(parsed(await evidenceAt(stage, end.evidence))).filter((item) => !item.obstacle);
  const answers = await run(stage, items);
  const changed = [...before.keys()].filter((name) => ended.get(name) !== before.get(name));
  const tied = changed.filter((name) => before.get(name) !== NEVER_TIED);
  const after = stateOf(cloud);
  return {
    restored: items.length,
    problems: [
      ...answers
        .filter(({ outcome }) => outcome !== 'RESTORED')
        .map((answer) => `not restored: ${JSON.stringify(answer)}`),
      ...tied
        .filter((name) => after.get(name) !== before.get(name))
        .map((name) => `${name} was ${before.get(name)}, and is ${after.get(name) ?? 'gone'}`),
      ...[...after.keys()]
        .filter((name) => !before.has(name) || (changed.includes(name) && !tied.includes(name)))
        .map((name) => `${name} was never tied`),
      ...(tied.length === items.length ? [] : [`${tied.length} were tied and ${items.length} can be restored`]),
    ],
  };
}

/** Kind, place and target -> the service's own word. */
function stateOf(cloud: SimulatedCloud): Map<string, string> {
  return new Map(
    listAssociations(cloud).map(({ kind, account, region, target, status }) => [
      [kind, account, region, JSON.stringify(target)].join(' '),
      status,
    ]),
  );
}

interface Answer {
  number: number;
  outcome: string;
}

/** As `offboard restore` does, which follows it until everything is tied. */
async function run(stage: Stage, items: readonly Restorable[]): Promise<Answer[]> {
  const { aws, clock } = stage.runtime;
  clock.set('jump');
  const stateMachineArn = stage.runtime.info().machines.find((arn) => arn.endsWith('-restore'));
  const timestamp = new Date(clock.now()).toISOString();
  const id = 'way-back';
  const metadata = { id, version: '2', timestamp, correlationId: id, causationId: id };
  const input = JSON.stringify({ metadata, items });
  const identity = { ...PROVER, advancesClock: true };
  const { executionArn } = await aws.call<{ executionArn: string }>(
    'sfn',
    'StartExecution',
    { stateMachineArn, input },
    { identity },
  );
  for (;;) {
    const { status, output, cause } = await aws.call<{ status: string; output?: string; cause?: string }>(
      'sfn',
      'DescribeExecution',
      { executionArn },
      { identity },
    );
    if (status === 'SUCCEEDED') return (JSON.parse(output ?? '{}') as { items: Answer[] }).items;
    if (status !== 'RUNNING') return [{ number: 0, outcome: `${status}: ${cause}` }];
    await tick(REAL_MS);
  }
}
