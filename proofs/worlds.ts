/** Worlds: what a plan shows is what its apply does, and a world that changed in between is left alone. */

import { pick, random } from '@offboard/local-aws/random';
import { type AssociationEntry, removeAssociation } from '@offboard/local-aws/simulation';
import { subjectOf } from '../simulators/index.ts';
import { ACCOUNTS } from '../simulators/locations.ts';
import { openStage, type Stage } from './harness.ts';
import { approve, ask, ENDS, hear, itemsOf } from './offboardings/asking.ts';
import { differences, everything, planned, touched } from './offboardings/comparing.ts';
import type { Proof } from './proof.ts';

/** Associations of one cloud: few enough for a subject to have fewer than a request may end. */
const LEAST = 20;
const MOST = 80;
const REGION = 'us-east-1';

export const worlds: Proof = {
  claim: 'what a plan shows is exactly what its apply does, and a world that changed since is refused and untouched',
  full: 1_000,
  small: 2,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    let associations = 0;
    let items = 0;
    for (let index = 0; index < size; index++) {
      const next = random('worlds', seed, index);
      const count = LEAST + Math.floor(next() * (MOST - LEAST));
      const stage = await openStage({
        seed: seed * 1_000 + index,
        size: count,
        simulation: { accounts: 2, regions: 1 },
      });
      try {
        const { found, problems } = await inOne(stage, next);
        failures.push(...problems.map((problem) => `world ${index}: ${problem}`));
        associations += count;
        items += found;
      } finally {
        await stage.close();
      }
      if (index % 50 === 49) note(`worlds: ${index + 1} of ${size}`);
    }
    return { counts: { worlds: size, associations, planned: items, changed: size }, failures };
  },
};

/** Plans; applies to a world that changed while a person thought about it; then plans again and applies. */
async function inOne(stage: Stage, next: () => number): Promise<{ found: number; problems: string[] }> {
  const { cloud } = stage.runtime;
  const data = requestAbout(pick(everything(cloud), next));
  const changed = await refusedWhenChanged(stage, data, next);
  const rows = everything(cloud);
  const plan = await hear(stage, await ask(stage, data), ...ENDS);
  const items = await itemsOf(stage, plan);
  const before = cloud.effects.list().length;
  const applying = { ...data, options: { ...data.options, mode: 'apply', approval: 'none', planId: plan.plan?.id } };
  const applied = await hear(stage, await ask(stage, applying), ...ENDS);
  await stage.runtime.settled();
  const wrong = differences(planned(items, rows), touched(cloud, before));
  const refused = applied.detailType === 'OffboardingRejected' ? [`apply was refused: ${JSON.stringify(applied)}`] : [];
  return { found: items.length, problems: [...changed, ...refused, ...wrong] };
}

async function refusedWhenChanged(stage: Stage, data: Request, next: () => number): Promise<string[]> {
  const { cloud, clock } = stage.runtime;
  // A person takes their time; the clock must not jump to the end of it.
  clock.set('real');
  const id = await ask(stage, { ...data, options: { ...data.options, mode: 'apply', approval: 'required' } });
  const asked = await hear(stage, id, 'OffboardingApprovalRequested', ...ENDS);
  if (asked.plan === undefined || asked.detailType !== 'OffboardingApprovalRequested') {
    return [`nobody was asked: ${JSON.stringify(asked)}`];
  }
  const before = cloud.effects.list().length;
  const chosen = planned([pick(await itemsOf(stage, asked), next)], everything(cloud));
  const row = everything(cloud).find((one) => chosen.has([one.kind, one.account, one.region, one.key].join(' ')));
  if (row === undefined) return [`the plan has an item that the world has not`];
  removeAssociation(cloud, row.kind, row, row.key);
  await approve(stage, id, asked);
  clock.set('jump');
  const end = await hear(stage, id, ...ENDS);
  const reasons = (end.reasons ?? []).map(({ reason }) => reason);
  return [
    ...(reasons.includes('out-of-date') ? [] : [`a changed cloud was not refused: ${JSON.stringify(end)}`]),
    ...[...touched(cloud, before)].map((name) => `${name} was touched by a refused plan`),
  ];
}

interface Request {
  subject: { type: string; id: string };
  options: Record<string, unknown>;
}

/** A subject that has at least this association to do with it, looked for everywhere. */
function requestAbout({ kind, target }: AssociationEntry): Request {
  const where = ACCOUNTS.slice(0, 2).map((account, index) =>
    index === 0 ? { region: REGION } : { region: REGION, roleArn: `arn:aws:iam::${account}:role/offboard-spoke` },
  );
  const lifted = ['max-associations', 'max-share-of-scanned'];
  const overrides = lifted.map((guardrail) => ({ guardrail, reason: 'A simulated cloud of its own' }));
  return { subject: subjectOf(kind, target), options: { where, overrides } };
}
