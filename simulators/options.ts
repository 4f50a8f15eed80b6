/** What a world is like: how long things take, how often they go wrong, and how open questions are answered. */

import type { Kind } from './kinds.ts';
import type { Durations, Outcome } from './scripted-outcome.ts';
import { defaultSwitches, type Switches } from './service-variants.ts';

export interface WorldOptions {
  /** The same seed and the same asks give the same world. */
  seed: number | string;
  durations: Durations;
  /** Per kind, which share of the asks (0 to 1) comes to which bad outcome. `refused` needs a scripted fate. */
  wrong: Partial<Record<Kind, Partial<Record<Exclude<Outcome, 'refused'>, number>>>>;
  switches: Switches;
  /** A share of the reads shows the world as it was this many seconds ago. */
  staleReads: { share: number; seconds: number };
  /** Most requests per second, account and Region, by service; above, it throttles. AWS: payment-cryptography 5. */
  limits: Readonly<Record<string, number>>;
  /** Lists give pages of at most `most` rows; `emptyFirst` begins them with an empty page and a token. */
  pages: { most?: number; emptyFirst?: boolean };
}

export interface GivenOptions {
  seed?: number | string;
  durations?: Partial<Durations>;
  wrong?: WorldOptions['wrong'];
  switches?: Partial<Switches>;
  staleReads?: Partial<WorldOptions['staleReads']>;
  limits?: WorldOptions['limits'];
  pages?: WorldOptions['pages'];
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

export function withDefaults(given: GivenOptions = {}): WorldOptions {
  return {
    seed: given.seed ?? 1,
    durations: { ...durations, ...given.durations },
    wrong: given.wrong ?? {},
    switches: { ...defaultSwitches, ...given.switches },
    staleReads: { share: 0, seconds: 5, ...given.staleReads },
    limits: given.limits ?? {},
    pages: given.pages ?? {},
  };
}
