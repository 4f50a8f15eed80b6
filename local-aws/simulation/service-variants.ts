/**
 * Questions that a service's documentation leaves open, each with the answers that the simulated service can give. The
 * first answer is the default. A client that relies on one answer alone is wrong under the others.
 */

export interface Variant {
  question: string;
  answers: readonly string[];
}

export type Variants = Readonly<Record<string, Variant>>;

/** By the name of the variant: the answer that is chosen. */
export type ChosenVariants = Readonly<Record<string, string>>;
