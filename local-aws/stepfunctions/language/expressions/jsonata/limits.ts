/** Where an evaluation is stopped: at AWS's limits of depth and memory, and after a number of steps. */

/** Bytes that AWS lets a value take. */
export const MAX_BYTES = 6_990_256;

/** A sequence takes eight bytes an item. */
const MAX_ITEMS = MAX_BYTES / 8;

/** AWS's limit of nested calls. */
const MAX_DEPTH = 100;

/**
 * AWS stops an evaluation after a time. Steps are counted instead, so that an expression ends the same way on any
 * machine; this many take about two seconds.
 */
const MAX_STEPS = 2_000_000;

/** The library's code for a sequence that is too long. */
export class MemoryExceeded extends Error {
  readonly code = 'D2015';
}

/** @throws MemoryExceeded for a string of too many characters. */
export function bounded(text: string): string {
  if (text.length > MAX_BYTES) throw new MemoryExceeded();
  return text;
}

/** The library's limits. One evaluation at a time may use them. */
export class EvaluationLimits {
  readonly stack = MAX_DEPTH;
  readonly sequence = MAX_ITEMS;
  #steps = 0;

  reset(): void {
    this.#steps = 0;
  }

  /** The library compares the elapsed time with this at every step: none is long enough until the steps are used up. */
  get timeout(): number {
    return ++this.#steps > 2 * MAX_STEPS ? Number.MIN_VALUE : Number.MAX_SAFE_INTEGER;
  }
}
