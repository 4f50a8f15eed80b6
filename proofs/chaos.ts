/** Chaos: calls everywhere are throttled, fail or lose their answers, and each request still gets its true outcome. */

import { random } from '@offboard/local-aws/random';
import { listAssociations } from '@offboard/local-aws/simulation';
import { associationTypes } from '../simulators/index.ts';
import { outcomeProblems } from './chaos/ground-truth.ts';
import { countOutcomes, finalEvents, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { detailOf, type Request } from './common/requests.ts';

const FAULTS = [
  { kind: 'throttle', rate: 0.2 },
  { kind: 'server-error', rate: 0.05 },
  { kind: 'cut-after', rate: 0.03 },
] as const;

/** How often a disassociation goes wrong in the service, which the outcomes must tell apart from the chaos. */
const RATES = Object.fromEntries(associationTypes.map(({ kind, trials }) => [kind, trials.rates]));

/** A cloud of fewer associations stays in two places, so that each kind is among them. */
const FEW = 60;

export const chaos: Proof = {
  claim:
    'with calls throttled, failing and cut everywhere and ten invocations at once, every request comes to its true outcome',
  full: 400,
  small: 8,
  async run({ seed, size, note }) {
    const harness = await openHarness({
      seed,
      size,
      simulation: { outcomeRates: RATES, ...(size < FEW && { accounts: 2, regions: 1 }) },
      // Every failure reaches the state machine: the SDK's own retries would take real time, and hide most of them.
      environment: { AWS_MAX_ATTEMPTS: '1' },
      keepCalls: 1,
    });
    try {
      const { cloud, clock, faults } = harness.runtime;
      const next = random('chaos', seed);
      const requests = listAssociations(cloud)
        .map((entry) => ({ entry, order: next() }))
        .toSorted((one, other) => one.order - other.order)
        .map(({ entry }, index): Request => ({ id: `chaos-${seed}-${index}`, timestamp: clock.now(), entry }));
      for (const fault of FAULTS) faults.set(fault);
      await harness.put(requests.map(detailOf));
      note(`chaos: ${requests.length} requests at once`);
      await harness.runtime.settled();
      const events = requests.flatMap(({ id }) => finalEvents(harness.answers.get(id)));
      return {
        counts: {
          requests: requests.length,
          answers: events.length,
          calls: harness.runtime.calls.total,
          ...Object.fromEntries(faults.list().map(({ kind, injected }) => [kind, injected])),
          ...countOutcomes(events),
        },
        failures: requests.flatMap((request) => outcomeProblems(request, harness)),
      };
    } finally {
      await harness.close();
    }
  },
};
