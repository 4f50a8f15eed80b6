/** How the work of a reader grows with its text. */

const SIZE = 128 * 1024;
const TIMES = 4;

/** Four times the text is four times the work of a linear reader, and 16 times that of a quadratic one. */
const MAX_FACTOR = 11;
/** Below this, garbage collection and compilation are more than the reading itself. */
const NOISE_MS = 60;
/** A collection can meet the longer text several times in turn. */
const ATTEMPTS = 8;

/**
 * Processor time of this thread, since other processes may hold it up and other threads collect garbage. What counts is
 * the ratio of two sizes that both take long: a busy machine makes both slower.
 * @param read refuses by an error. @returns undefined where it grows as the text does; else the milliseconds of two sizes.
 */
export function superlinear(
  read: (text: string) => unknown,
  repeated: string,
): [once: number, four: number] | undefined {
  let [once, four] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    once = Math.min(once, time(read, repeated, SIZE));
    if (once <= NOISE_MS) return undefined;
    four = Math.min(four, time(read, repeated, TIMES * SIZE));
    if (four <= MAX_FACTOR * once) return undefined;
  }
  return [once, four];
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
