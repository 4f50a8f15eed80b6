/** Asks before something is removed or mailed: whoever runs the command types its name. */

import { createInterface } from 'node:readline';
import type { Context, Options } from './command.ts';
import { usage } from './exit.ts';

/**
 * Asks on stderr and reads a line from standard input; `--yes` skips that.
 * @throws ClientError INVALID for any other line, or without one.
 */
export async function confirm(context: Asking, name: string, { yes }: Options): Promise<void> {
  if (yes !== true) await askOnce(context, name, () => askFor(context, name, 'Use --yes.'));
}

/** What was confirmed is not asked for again when the command goes on after a new login. */
export async function askOnce({ confirmed }: Asking, what: string, ask: () => Promise<void>): Promise<void> {
  if (confirmed?.has(what)) return;
  await ask();
  confirmed?.add(what);
}

type Asking = Pick<Context, 'output' | 'signal' | 'confirmed'>;

/** @param otherwise what to do where there is nobody to ask. @throws ClientError INVALID for any other line, or without one. */
export async function askFor({ output, signal }: Asking, name: string, otherwise: string): Promise<void> {
  output.alert(`Type "${output.paint('bold', name)}" to confirm:`);
  const typed = await readLine(signal);
  if (typed === undefined) throw usage(`Not confirmed (no terminal). ${otherwise}`);
  if (typed.trim() !== name) throw usage(`Not confirmed: "${typed.trim()}" is not "${name}". Nothing was changed.`);
}

async function readLine(signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    const { value, done } = await lines[Symbol.asyncIterator]().next();
    return done === true ? undefined : (value as string);
  } finally {
    lines.close();
  }
}
