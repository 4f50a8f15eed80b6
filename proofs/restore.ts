/** Restore: restoring after an apply associates again what was associated, as it was. */

import { setTimeout as tick } from 'node:timers/promises';
import { listAssociations, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { type Restorable, restorablesIn } from '../client/restorations/restorable.ts';
import { restoreItem } from '../client/restorations/restore.ts';
import { KINDS } from '../simulators/index.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { offboardKind, parseEvidence, readEvidence } from './offboardings/evidence-objects.ts';
import { PROVER } from './offboardings/requests.ts';

/** Associations of one cloud. */
const SIZE = 25;
/** A package whose association failed: removing it leaves nothing to restore. */
const NEVER_ASSOCIATED = 'ASSOCIATION_FAILED';
const POLL_MS = 5;

export const restore: Proof = {
  claim: 'restoring after an apply gives back the same simulated state, for every kind that can',
  /** Kinds of association: one cloud has all of them, and then comes the next. */
  full: 200 * KINDS.length,
  small: 3,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { clouds: 0, restored: 0 };
    for (let index = 0; index * KINDS.length < size; index++) {
      const harness = await openHarness({
        seed: seed * 1_000 + index,
        size: SIZE,
        simulation: { accounts: 1, regions: 1 },
      });
      try {
        for (const [turn, kind] of KINDS.slice(0, size - index * KINDS.length).entries()) {
          const { restored, problems } = await offboardAndRestore(harness, turn);
          counts.restored += restored;
          failures.push(...problems.map((problem) => `cloud ${index}, ${kind}: ${problem}`));
        }
        counts.clouds++;
      } finally {
        await harness.close();
      }
      if (index % 20 === 19) note(`restore: ${counts.clouds} clouds`);
    }
    return { counts, failures };
  },
};

async function offboardAndRestore(harness: Harness, turn: number): Promise<{ restored: number; problems: string[] }> {
  const { cloud } = harness.runtime;
  const before = stateOf(cloud);
  const end = await offboardKind(harness, turn);
  if (end.evidence === undefined) return { restored: 0, problems: [] };
  const offboarded = stateOf(cloud);
  const items = restorablesIn(parseEvidence(await readEvidence(harness, end.evidence))).filter(
    (item) => !item.obstacle,
  );
  const answers = await run(harness, items);
  const changed = [...before.keys()].filter((name) => offboarded.get(name) !== before.get(name));
  const disassociated = changed.filter((name) => before.get(name) !== NEVER_ASSOCIATED);
  const after = stateOf(cloud);
  return {
    restored: items.length,
    problems: [
      ...answers
        .filter(({ outcome }) => outcome !== 'RESTORED')
        .map((answer) => `not restored: ${JSON.stringify(answer)}`),
      ...disassociated
        .filter((name) => after.get(name) !== before.get(name))
        .map((name) => `${name} was ${before.get(name)}, and is ${after.get(name) ?? 'absent'}`),
      ...[...after.keys()]
        .filter((name) => !before.has(name) || (changed.includes(name) && !disassociated.includes(name)))
        .map((name) => `${name} was never associated`),
      ...(disassociated.length === items.length
        ? []
        : [`${disassociated.length} were disassociated and ${items.length} can be restored`]),
    ],
  };
}

/** Kind, location and target -> service status. */
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

/** As `offboard restore` does, which follows it until everything is associated. */
async function run(harness: Harness, items: readonly Restorable[]): Promise<Answer[]> {
  const { aws, clock } = harness.runtime;
  clock.set('jump');
  const stateMachineArn = harness.runtime.info().machines.find((arn) => arn.endsWith('-restore'));
  const timestamp = new Date(clock.now()).toISOString();
  const id = 'restore';
  const metadata = { id, version: '2', timestamp, correlationId: id, causationId: id };
  const input = JSON.stringify({ metadata, items: items.map(restoreItem) });
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
    await tick(POLL_MS);
  }
}
