/** Plans: an apply does what its plan says, and changes nothing where the plan is out of date. */

import { pick, random } from '@offboard/local-aws/random';
import { type AssociationEntry, listAssociations, removeAssociation } from '@offboard/local-aws/simulation';
import { locations } from '../simulators/common/locations.ts';
import { subjectOf } from '../simulators/index.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { placesIn } from './common/requests.ts';
import { changedNames, differences, nameOf, plannedNames } from './offboardings/plan-differences.ts';
import {
  APPROVAL_REQUESTED,
  applyApproved,
  approve,
  FINAL_OFFBOARDING_EVENTS,
  OVERRIDES,
  planItems,
  requestOffboarding,
  waitForEvent,
} from './offboardings/requests.ts';

/** Associations of one cloud: few enough for a subject to stay below the limit of one request. */
const LEAST = 20;
const MOST = 80;

export const plans: Proof = {
  claim: 'what a plan shows is exactly what its apply does, and a cloud that changed since is rejected and unchanged',
  full: 1_000,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    let associations = 0;
    let items = 0;
    for (let index = 0; index < size; index++) {
      // The label keeps the draws of earlier versions, so that a seed gives the same run.
      const next = random('worlds', seed, index);
      const count = LEAST + Math.floor(next() * (MOST - LEAST));
      const simulation = { accounts: 2, regions: 1 };
      const harness = await openHarness({ seed: seed * 1_000 + index, size: count, simulation });
      try {
        const { found, problems } = await tryCloud(harness, next);
        failures.push(...problems.map((problem) => `cloud ${index}: ${problem}`));
        associations += count;
        items += found;
      } finally {
        await harness.close();
      }
      if (index % 50 === 49) note(`plans: ${index + 1} of ${size}`);
    }
    return { counts: { clouds: size, associations, planned: items, changed: size }, failures };
  },
};

/** Plans; applies to a cloud that changed during the approval; then plans again and applies. */
async function tryCloud(harness: Harness, next: () => number): Promise<{ found: number; problems: string[] }> {
  const { cloud } = harness.runtime;
  const data = requestAbout(pick(listAssociations(cloud), next));
  const outdated = await tryOutdatedPlan(harness, data, next);
  const entries = listAssociations(cloud);
  const plan = await waitForEvent(harness, await requestOffboarding(harness, data));
  const items = await planItems(harness, plan);
  const before = cloud.effects.list().length;
  const apply = { ...data, options: { ...data.options, mode: 'apply', planId: plan.plan?.id } };
  const applied = await applyApproved(harness, apply);
  await harness.runtime.settled();
  const rejected =
    applied.detailType === 'OffboardingRejected' ? [`the apply was rejected: ${JSON.stringify(applied)}`] : [];
  const wrong = differences(plannedNames(items, entries), changedNames(cloud, before));
  return { found: items.length, problems: [...outdated, ...rejected, ...wrong] };
}

async function tryOutdatedPlan(harness: Harness, data: Request, next: () => number): Promise<string[]> {
  const { cloud, clock } = harness.runtime;
  // An approval takes a while; the clock must not jump to its expiry.
  clock.set('real');
  const options = { ...data.options, mode: 'apply', approval: 'required' };
  const id = await requestOffboarding(harness, { ...data, options });
  const requested = await waitForEvent(harness, id, [APPROVAL_REQUESTED, ...FINAL_OFFBOARDING_EVENTS]);
  if (requested.plan === undefined || requested.detailType !== APPROVAL_REQUESTED) {
    return [`no approval was requested: ${JSON.stringify(requested)}`];
  }
  const before = cloud.effects.list().length;
  const [name] = plannedNames([pick(await planItems(harness, requested), next)], listAssociations(cloud));
  const entry = listAssociations(cloud).find((each) => nameOf(each) === name);
  if (entry === undefined) return [`the plan has ${name}, which the cloud has not`];
  removeAssociation(cloud, entry.kind, entry, entry.key);
  await approve(harness, id, requested);
  clock.set('jump');
  const end = await waitForEvent(harness, id);
  const reasons = (end.reasons ?? []).map(({ reason }) => reason);
  return [
    ...(reasons.includes('out-of-date') ? [] : [`an outdated plan was not rejected: ${JSON.stringify(end)}`]),
    ...[...changedNames(cloud, before)].map((changed) => `${changed} was changed by a rejected plan`),
  ];
}

interface Request {
  subject: { type: string; id: string };
  options: Record<string, unknown>;
}

/** A subject that has at least this association, searched everywhere. */
function requestAbout({ kind, target }: AssociationEntry): Request {
  return {
    subject: subjectOf(kind, target),
    options: { where: locations(2, 1).map(placesIn), overrides: OVERRIDES },
  };
}
