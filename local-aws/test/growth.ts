/** How the work of a reader grows with its text. */

const KIB = 1024;
const SIZES = { small: 16 * KIB, large: 128 * KIB };

/** Eight times the text is eight times the work of a linear reader, and 64 times that of a quadratic one. */
const MAX_FACTOR = 20;
/** Below this, garbage collection and compilation are more than the reading itself. */
const NOISE_MS = 60;

/**
 * Processor time, since other processes may hold this one up.
 * @param read refuses by an error. @returns undefined where it grows as the text does; else the milliseconds of two sizes.
 */
export function superlinear(
  read: (text: string) => unknown,
  repeated: string,
): [small: number, large: number] | undefined {
  const once = (size: number) => time(read, repeated, size);
  const first = once(SIZES.large);
  if (first <= NOISE_MS) return undefined;
  const large = Math.min(first, once(SIZES.large));
  const small = Math.min(once(SIZES.small), once(SIZES.small));
  return large <= MAX_FACTOR * small + NOISE_MS ? undefined : [small, large];
}

function time(read: (text: string) => unknown, repeated: string, size: number): number {
  const text = repeated.repeat(Math.ceil(size / repeated.length));
  return milliseconds(() => read(text));
}

function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch {
    // A refusal is an answer.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
