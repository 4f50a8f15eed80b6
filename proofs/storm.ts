/** Storm: copies of requests arrive again, early, late and out of order, while others associate again. */

import { random } from '@offboard/local-aws/random';
import { type AssociationEntry, listAssociations } from '@offboard/local-aws/simulation';
import { mpaTeams } from '../simulators/payment-cryptography/associations.ts';
import { openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import type { Request } from './common/requests.ts';
import { COPIES, StormDriver } from './storm/driver.ts';
import { verdictOf } from './storm/verdict.ts';

const HOUR = 3_600_000;
const REQUESTS_PER_ASSOCIATION = 5;
const REASSOCIATIONS = 3;
/** A storm of fewer associations stays in one account and Region, so that each kind is among them, and is a short one. */
const FEW = 60;

export const storm: Proof = {
  claim:
    'delivered ten times, early, late and anew, every request is answered, nothing is disassociated twice, and what was associated again stays',
  full: 1_000,
  small: 10,
  async run({ seed, size, note }) {
    const next = random('storm', seed);
    const associations = Math.ceil(size / REQUESTS_PER_ASSOCIATION);
    const harness = await openHarness({ seed, size: associations, simulation: simulation(seed, associations) });
    const driver = new StormDriver(harness, next);
    try {
      const { clock, cloud } = harness.runtime;
      const start = clock.now();
      // Requests are made in the first half, and their copies arrive in all of it.
      const arriving = (associations < FEW ? 4 : 48) * HOUR;
      const entries = listAssociations(cloud);
      const requests = Array.from({ length: size }, (_, index): Request => {
        const entry = entries[index % entries.length] as AssociationEntry;
        return { id: `storm-${seed}-${index}`, timestamp: start + Math.floor((next() * arriving) / 2), entry };
      });
      for (const request of requests) driver.deliver(request, start + arriving);
      // Where a service shows no date, nothing distinguishes a new association from the one that a request means.
      for (const entry of entries.filter(({ kind }) => cloud.type(kind).dates !== 'none')) {
        for (let time = 0; time < REASSOCIATIONS; time++) {
          driver.reassociate(entry, start + Math.floor(next() * arriving));
        }
      }
      note(`storm: ${size} requests over ${entries.length} associations, ${COPIES} copies each`);
      await harness.runtime.settled();
      return verdictOf(requests, harness, driver);
    } finally {
      driver.close();
      await harness.close();
    }
  },
};

function simulation(seed: number, associations: number) {
  return {
    ...(associations < FEW && { accounts: 1, regions: 1 }),
    // Seconds from approval to execution: a team's request made in between falls between two associations.
    durations: { execution: [0, 2] as const },
    variants: { mpaSecondRequest: seed % 2 === 0 ? 'conflict' : 'accept' },
    outcomeRates: { [mpaTeams.kind]: { rejected: 0.3, expires: 0.05, cancelled: 0.05, 'not-executed': 0.05 } },
  };
}
