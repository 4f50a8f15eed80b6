/** Scale: one offboarding over every account and Region is planned, applied and rolled up; one account denies access. */

import { listAssociations } from '@offboard/local-aws/simulation';
import { boundsOf, countedCalls } from '../bench/quotas.ts';
import { guardrails } from '../offboardings/guardrails/index.ts';
import { ACCOUNTS, locations, REGIONS } from '../simulators/common/locations.ts';
import { KINDS } from '../simulators/index.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { placesIn, type Where } from './common/requests.ts';
import { type Cost, costOf } from './offboardings/cost.ts';
import { changedNames, differences, plannedNames } from './offboardings/plan-differences.ts';
import { applyApproved, readPlan, requestOffboarding, waitForEvent } from './offboardings/requests.ts';

/** A trial of fewer associations stays in two places. */
const FEW = 100;

/** Not an account of the cloud: its role cannot be assumed. */
const DENYING = '999999999999';

/** Requests a second in an account and Region, as its quota says. */
const RATES: Readonly<Record<string, number>> = { 'payment-cryptography': 5 };

/** What a roll-up counts besides outcomes. */
const NO_OUTCOMES = ['planned', 'neverSeen', 'inaccessible'];

/** What a plan says that it takes may fall short of what is counted by this share. */
const ESTIMATE_TOLERANCE = 0.1;

/** Calls that an association costs at most, so that all of them are kept. */
const CALLS_PER_ASSOCIATION = 120;

export const scale: Proof = {
  claim:
    'an offboarding of everything in five accounts and three Regions is carried out whole, and the account that denies is published',
  full: 10_000,
  small: 10,
  async run({ seed, size, note }) {
    const spread = size < FEW ? { accounts: 2, regions: 1 } : { accounts: ACCOUNTS.length, regions: REGIONS.length };
    const harness = await openHarness({
      seed,
      size,
      simulation: spread,
      keepCalls: 20_000 + size * CALLS_PER_ASSOCIATION,
    });
    const where = searchedLocations(spread);
    const { cloud, clock, calls } = harness.runtime;
    try {
      const entries = listAssociations(cloud);
      const start = clock.now();
      const end = await applyApproved(harness, requestForAll(where));
      await harness.runtime.settled();
      const plan = await readPlan(harness, end);
      const items = plan?.items ?? [];
      note(`scale: ${items.length} of ${entries.length} planned, ${end.detailType}`);
      const { rollUp = {} } = end;
      const done = Object.entries(rollUp).reduce(
        (sum, [name, count]) => sum + (NO_OUTCOMES.includes(name) ? 0 : count),
        0,
      );
      const rates = cloud.rates.list().filter(({ service }) => service in RATES);
      const failures = [
        ...(items.length === entries.length ? [] : [`${items.length} of ${entries.length} associations were planned`]),
        ...(done === items.length ? [] : [`${done} of ${items.length} items have an outcome`]),
        ...differences(plannedNames(items, entries), changedNames(cloud)),
        ...(end.rollUp === undefined ? [`it has no roll-up: ${JSON.stringify(end)}`] : []),
        ...rates
          .filter(({ service, peak }) => peak > (RATES[service] as number))
          .map(
            ({ service, account, region, peak }) =>
              `${service} in ${account} ${region} had ${peak} requests in a second`,
          ),
      ];
      const cost = await costOf(harness);
      note(`calls: ${listed(cost.callsOf)}`);
      const estimated = plan?.estimate.transitions.offboarding ?? 0;
      if (size >= FEW && cost.transitions > estimated * (1 + ESTIMATE_TOLERANCE))
        failures.push(`the plan says ${estimated} transitions, and it took ${cost.transitions}`);
      return {
        counts: {
          associations: entries.length,
          ...rollUp,
          calls: calls.total,
          ...figuresOf(cost, items),
          ...quotaFigures(cost),
          estimatedTransitions: estimated,
          estimatedDollars: plan?.estimate.dollars ?? 0,
          virtualHours: Math.round((clock.now() - start) / 36_000) / 100,
          megabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
        },
        failures: [...failures, ...(await denialProblems(harness, where))],
      };
    } finally {
      await harness.close();
    }
  },
};

/** In dollars, and in states entered by an item of each kind in its own machine. */
function figuresOf(
  { executions, transitions, transitionsOf, callsOf, dollarsOf }: Cost,
  items: readonly { kind: string }[],
) {
  const dollars = Object.values(dollarsOf).reduce((sum, one) => sum + one, 0);
  const calls = Object.entries(callsOf).reduce(
    (sum, [name, count]) => (name.startsWith('sfn.') ? sum + count : sum),
    0,
  );
  return {
    executions,
    transitions,
    ...Object.fromEntries(
      Object.entries(transitionsOf).map(([machine, count]) => {
        const own = items.filter(({ kind }) => kind === machine).length;
        return own === 0
          ? [`transitions.${machine}`, count]
          : [`transitionsPerItem.${machine}`, rounded(count / own, 1)];
      }),
    ),
    stepFunctionsCallsPerItem: rounded(calls / items.length, 1),
    dollars: rounded(dollars, 4),
    ...Object.fromEntries(Object.entries(dollarsOf).map(([part, value]) => [`dollars.${part}`, rounded(value, 4)])),
  };
}

/** How long AWS's account-wide quotas make it take at least, in large and small Regions and in a new account. */
function quotaFigures({ callsOf, transitions }: Cost) {
  const bounds = boundsOf(countedCalls(callsOf, transitions));
  const minutesOf = (where: 'large' | 'small' | 'newAccount') =>
    rounded(Math.max(...bounds.map((bound) => bound[where])) / 60, 1);
  return {
    'minutesByQuotas.large': minutesOf('large'),
    'minutesByQuotas.small': minutesOf('small'),
    'minutesByQuotas.newAccount': minutesOf('newAccount'),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function listed(counts: Readonly<Record<string, number>>): string {
  const most = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return most.map(([name, count]) => `${name}=${count}`).join(' ');
}

/** Those of the cloud, and those of the account that denies. */
function searchedLocations({ accounts, regions }: { accounts: number; regions: number }): Where[] {
  const denying = REGIONS.slice(0, regions).map((region) => ({ account: DENYING, region }));
  return [...locations(accounts, regions), ...denying].map(placesIn);
}

/** Every guardrail lifted by name, with its reason, which needs an approval. */
function requestForAll(where: readonly Where[]) {
  const policy = {
    name: 'everything',
    description: 'Everything there is',
    kinds: KINDS,
    match: { account: [{ exists: true }] },
    where,
  };
  const overrides = guardrails.map(({ name }) => ({ guardrail: name, reason: 'The whole company is wound up' }));
  return { policy, options: { mode: 'apply', overrides } };
}

async function denialProblems(harness: Harness, where: readonly Where[]): Promise<string[]> {
  const request = requestForAll(where);
  const id = await requestOffboarding(harness, { ...request, options: { ...request.options, mode: 'plan' } });
  const { inaccessibleCount } = await waitForEvent(harness, id);
  const denying = where.filter(({ roleArn }) => roleArn?.includes(DENYING)).length;
  const expected = KINDS.length * denying;
  return inaccessibleCount === expected
    ? []
    : [`${inaccessibleCount} searches were published as denied, not ${expected}`];
}
