/** Chaos: throttled, failing and cut calls everywhere, ten invocations at once, and each request's true outcome. */

import { random } from '@offboard/local-aws/random';
import { listAssociations } from '@offboard/local-aws/simulation';
import { outcomeProblems } from './chaos/ground-truth.ts';
import { endings, openStage, type PublishedEvent } from './harness.ts';
import type { Proof } from './proof.ts';
import { detailOf, type Request } from './requests.ts';

const FAULTS = [
  { kind: 'throttle', rate: 0.2 },
  { kind: 'server-error', rate: 0.05 },
  { kind: 'cut-after', rate: 0.03 },
] as const;

/** How often an end goes wrong by the service's own doing, which the answers must tell apart from the chaos. */
const WRONG = {
  'opensearch-packages': { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  'codeartifact-external-connection': { stuck: 0.05, busy: 0.1 },
  'redshift-datashare-consumer': { stuck: 0.05 },
  'license-manager-user': { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  'payment-cryptography-mpa-team': { rejected: 0.2, expires: 0.1, cancelled: 0.1, 'not-executed': 0.1 },
};

/** A cloud of fewer associations stays in two places, so that each kind is among them. */
const FEW = 60;

export const chaos: Proof = {
  claim:
    'with calls throttled, failing and cut everywhere and ten invocations at once, every request comes to its true outcome',
  full: 400,
  small: 24,
  async run({ seed, size, note }) {
    const stage = await openStage({
      seed,
      size,
      simulation: { outcomeRates: WRONG, ...(size < FEW && { accounts: 2, regions: 1 }) },
      // Every failure reaches the state machine: the SDK's own retries would take real time, and hide most of them.
      environment: { AWS_MAX_ATTEMPTS: '1' },
      keepCalls: 1,
    });
    try {
      const { cloud, clock, faults } = stage.runtime;
      const next = random('chaos', seed);
      const requests = listAssociations(cloud)
        .map((row) => ({ row, order: next() }))
        .toSorted((one, other) => one.order - other.order)
        .map(({ row }, index): Request => ({ id: `chaos-${seed}-${index}`, timestamp: clock.now(), row }));
      for (const fault of FAULTS) faults.set(fault);
      await stage.put(requests.map(detailOf));
      note(`chaos: ${requests.length} requests at once`);
      await stage.runtime.settled();
      const said = requests.flatMap(({ id }) => endings(stage.answers.get(id)));
      return {
        counts: {
          requests: requests.length,
          answers: said.length,
          calls: stage.runtime.calls.total,
          ...Object.fromEntries(faults.list().map(({ kind, injected }) => [kind, injected])),
          ...outcomes(said),
        },
        failures: requests.flatMap((request) => outcomeProblems(request, stage)),
      };
    } finally {
      await stage.close();
    }
  },
};

function outcomes(said: readonly PublishedEvent[]): Record<string, number> {
  const outcome = ({ data, detailType }: PublishedEvent) => data.outcome ?? detailType;
  return Object.fromEntries([...Map.groupBy(said, outcome)].map(([name, all]) => [name, all.length]));
}
