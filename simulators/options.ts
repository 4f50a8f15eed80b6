/** What a cloud is like: how long things take, how often they go outcomeRates, and how open questions are answered. */

import type { Kind } from './kinds.ts';
import type { Durations, Outcome } from './scripted-outcome.ts';
import { defaultVariants, type Variants } from './service-variants.ts';

export interface CloudOptions {
  /** The same seed and the same asks give the same cloud. */
  seed: number | string;
  durations: Durations;
  /** Per kind, which share of the asks (0 to 1) comes to which bad outcome. `error` needs a scripted scripted. */
  outcomeRates: Partial<Record<Kind, Partial<Record<Exclude<Outcome, 'error'>, number>>>>;
  variants: Variants;
  /** A share of the reads shows the cloud as it was this many seconds ago. */
  staleReads: { share: number; seconds: number };
  /** Most requests per second, account and Region, by service; above, it throttles. AWS: payment-cryptography 5. */
  limits: Readonly<Record<string, number>>;
  /** Lists give pages of at most `most` rows; `emptyFirst` begins them with an empty page and a token. */
  pages: { most?: number; emptyFirst?: boolean };
}

export interface GivenOptions {
  seed?: number | string;
  durations?: Partial<Durations>;
  outcomeRates?: CloudOptions['outcomeRates'];
  variants?: Partial<Variants>;
  staleReads?: Partial<CloudOptions['staleReads']>;
  limits?: CloudOptions['limits'];
  pages?: CloudOptions['pages'];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Users report 2 to 10 minutes for dictionaries; a plugin waits for a blue/green deployment. The rest is assumed. */
const durations: Durations = {
  dictionary: [2 * MINUTE, 10 * MINUTE],
  plugin: [1 * HOUR, 4 * HOUR],
  codeArtifact: [0, 0],
  redshift: [0, 0],
  user: [1 * MINUTE, 10 * MINUTE],
  vote: [10 * MINUTE, 4 * HOUR],
  execution: [5, 1 * MINUTE],
};

export function withDefaults(given: GivenOptions = {}): CloudOptions {
  return {
    seed: given.seed ?? 1,
    durations: { ...durations, ...given.durations },
    outcomeRates: given.outcomeRates ?? {},
    variants: { ...defaultVariants, ...given.variants },
    staleReads: { share: 0, seconds: 5, ...given.staleReads },
    limits: given.limits ?? {},
    pages: given.pages ?? {},
  };
}
