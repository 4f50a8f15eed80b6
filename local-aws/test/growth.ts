/** How the work of a reader grows with its text. */

const KIB = 1024;
const SIZES = { small: 16 * KIB, large: 128 * KIB };

/** Eight times the text is eight times the work of a linear reader, and 64 times that of a quadratic one. */
const MAX_FACTOR = 20;
/** Below this, garbage collection and compilation are more than the reading itself. */
const NOISE_MS = 60;
/** A collection can meet the large text several times in turn. */
const ATTEMPTS = 5;

/**
 * Processor time of this thread, since other processes may hold it up and other threads collect garbage.
 * @param read refuses by an error. @returns undefined where it grows as the text does; else the milliseconds of two sizes.
 */
export function superlinear(
  read: (text: string) => unknown,
  repeated: string,
): [small: number, large: number] | undefined {
  const once = (size: number) => time(read, repeated, size);
  let large = once(SIZES.large);
  let small = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (large <= NOISE_MS) return undefined;
    large = Math.min(large, once(SIZES.large));
    small = Math.min(small, once(SIZES.small), once(SIZES.small));
    if (large <= MAX_FACTOR * small + NOISE_MS) return undefined;
  }
  return [small, large];
}

function time(read: (text: string) => unknown, repeated: string, size: number): number {
  const text = repeated.repeat(Math.ceil(size / repeated.length));
  return milliseconds(() => read(text));
}

function milliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage();
  try {
    work();
  } catch {
    // A refusal is an answer.
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
