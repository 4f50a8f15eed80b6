/** Scale: one offboarding over every account and Region, planned, applied and rolled up, one account denying. */

import { guardrails } from '../offboardings/guardrails/index.ts';
import { KINDS } from '../simulators/index.ts';
import { ACCOUNTS, REGIONS } from '../simulators/locations.ts';
import { openStage, type Stage } from './harness.ts';
import { ask, ENDS, hear, itemsOf } from './offboardings/asking.ts';
import { differences, everything, planned, touched } from './offboardings/comparing.ts';
import { costOf } from './offboardings/cost.ts';
import type { Proof } from './proof.ts';

/** A trial of fewer associations stays in two places. */
const FEW = 100;

/** No account of the world: its role cannot be assumed. */
const DENYING = '999999999999';

/** Requests a second in an account and Region, as its quota says. */
const RATES: Readonly<Record<string, number>> = { 'payment-cryptography': 5 };

/** Calls that an association costs at most, so that all of them are kept. */
const CALLS_EACH = 120;

export const scale: Proof = {
  claim: 'an offboarding of everything in five accounts and three Regions is carried out whole, and one denied is told',
  full: 10_000,
  small: 30,
  async run({ seed, size, note }) {
    const spread = size < FEW ? { accounts: 2, regions: 1 } : { accounts: ACCOUNTS.length, regions: REGIONS.length };
    const stage = await openStage({ seed, size, simulation: spread, keepCalls: 20_000 + size * CALLS_EACH });
    const places = placesOf(spread);
    const { cloud, clock, calls } = stage.runtime;
    try {
      const rows = everything(cloud);
      const start = clock.now();
      const said = await hear(stage, await ask(stage, requestForAll(places)), ...ENDS);
      await stage.runtime.settled();
      const items = await itemsOf(stage, said);
      note(`scale: ${items.length} of ${rows.length} planned, ${said.detailType}`);
      const { rollUp = {} } = said;
      const ended = Object.entries(rollUp).reduce((sum, [name, count]) => sum + (name === 'planned' ? 0 : count), 0);
      const rates = cloud.rates.list().filter(({ service }) => service in RATES);
      const failures = [
        ...(items.length === rows.length ? [] : [`${items.length} of ${rows.length} associations were planned`]),
        ...(ended === items.length ? [] : [`${ended} of ${items.length} items have an outcome`]),
        ...differences(planned(items, rows), touched(cloud, 0)),
        ...(said.rollUp === undefined ? [`it did not come to a roll-up: ${JSON.stringify(said)}`] : []),
        ...rates
          .filter(({ service, peak }) => peak > (RATES[service] as number))
          .map(
            ({ service, account, region, peak }) =>
              `${service} in ${account} ${region} had ${peak} requests in a second`,
          ),
      ];
      return {
        counts: {
          associations: rows.length,
          ...rollUp,
          calls: calls.total,
          ...(await costOf(stage)),
          virtualHours: Math.round((clock.now() - start) / 36_000) / 100,
          megabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
        },
        failures: [...failures, ...(await deniedIsTold(stage, places))],
      };
    } finally {
      await stage.close();
    }
  },
};

type Place = { region: string; roleArn?: string };

/** Those of the world, and those of the account that denies. */
function placesOf({ accounts, regions }: { accounts: number; regions: number }): Place[] {
  return [...ACCOUNTS.slice(0, accounts), DENYING].flatMap((account) =>
    REGIONS.slice(0, regions).map((region) =>
      account === ACCOUNTS[0] ? { region } : { region, roleArn: `arn:aws:iam::${account}:role/offboard-spoke` },
    ),
  );
}

/** Every guardrail lifted by name, with its reason. */
function requestForAll(where: readonly Place[]) {
  const policy = {
    name: 'everything',
    description: 'Everything there is',
    kinds: KINDS,
    match: { account: [{ exists: true }] },
    where,
  };
  const overrides = guardrails.map(({ name }) => ({ guardrail: name, reason: 'The whole company is wound up' }));
  return { policy, options: { mode: 'apply', approval: 'none', overrides } };
}

async function deniedIsTold(stage: Stage, places: readonly Place[]): Promise<string[]> {
  const request = requestForAll(places);
  const id = await ask(stage, { ...request, options: { ...request.options, mode: 'plan' } });
  const { inaccessibleCount } = await hear(stage, id, ...ENDS);
  const denying = places.filter(({ roleArn }) => roleArn?.includes(DENYING)).length;
  const expected = KINDS.length * denying;
  return inaccessibleCount === expected
    ? []
    : [`${inaccessibleCount} searches were told as denied, and ${expected} were`];
}
