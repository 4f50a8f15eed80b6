/** A claim about the whole, tried at a size and from a seed: the same seed and size give the same run. */

export interface Trial {
  seed: number;
  size: number;
  /** Progress for a person, on stderr. */
  note(line: string): void;
}

export interface Verdict {
  /** What was done and seen, for the one line a proof prints. */
  counts: Readonly<Record<string, number>>;
  /** Every way in which the claim did not hold; none means it held. */
  failures: readonly string[];
}

export interface Proof {
  /** What it claims, in a sentence. */
  claim: string;
  /** `--size` by default: the full proof. */
  full: number;
  /** The size at which `npm test` runs it. */
  small: number;
  run(trial: Trial): Promise<Verdict>;
}
