/** How a simulated cloud behaves: how long changes take, how often they go wrong, how open questions are answered. */

import type { PageOptions } from '../wire/input/pages.ts';
import type { Registration } from './registration.ts';
import { checkOutcomeName, type DurationRange, type OutcomeRates } from './scripted-outcome.ts';
import type { ChosenVariants } from './service-variants.ts';

export interface CloudOptions {
  /** The same seed and the same calls give the same cloud. */
  seed: number | string;
  /** By name: how long a change takes, where that is not as its service registered it. */
  durations: Readonly<Record<string, DurationRange>>;
  outcomeRates: OutcomeRates;
  variants: ChosenVariants;
  /** This share of the reads shows the cloud as it was so many seconds ago. */
  staleReads: { share: number; seconds: number };
  /** Requests a second, account and Region above which a service throttles, by service. AWS: payment-cryptography 5. */
  limits: Readonly<Record<string, number>>;
  pages: PageOptions;
}

export type GivenOptions = Partial<Omit<CloudOptions, 'staleReads'>> & {
  staleReads?: Partial<CloudOptions['staleReads']>;
};

export function withDefaults({ staleReads, ...given }: GivenOptions = {}): CloudOptions {
  return {
    seed: 1,
    durations: {},
    outcomeRates: {},
    variants: {},
    limits: {},
    pages: {},
    ...given,
    staleReads: { share: 0, seconds: 5, ...staleReads },
  };
}

/** @throws RangeError for a duration, variant, kind or outcome that no service registered. */
export function checkOptions(
  { durations, variants, outcomeRates }: CloudOptions,
  registrations: readonly Registration[],
): void {
  const known: Required<Registration> = {
    associations: registrations.flatMap(({ associations = [] }) => associations),
    durations: Object.assign({}, ...registrations.map((each) => each.durations)),
    variants: Object.assign({}, ...registrations.map((each) => each.variants)),
  };
  for (const name of Object.keys(durations)) {
    if (!known.durations[name]) throw new RangeError(`no service has a duration '${name}'`);
  }
  for (const [name, answer] of Object.entries(variants)) {
    const { answers } = known.variants[name] ?? {};
    if (!answers) throw new RangeError(`no service has a variant '${name}'`);
    if (!answers.includes(answer)) throw new RangeError(`${name} can be ${answers.join(', ')}; not '${answer}'`);
  }
  for (const [kind, rates] of Object.entries(outcomeRates)) {
    const type = known.associations.find((each) => each.kind === kind);
    if (!type) throw new RangeError(`no service has associations of kind '${kind}'`);
    for (const outcome of Object.keys(rates)) checkOutcomeName(type, outcome);
  }
}
