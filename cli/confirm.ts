/** Nothing is ended or mailed by a slip of the hand: whoever asks for it types its name. */

import { createInterface } from 'node:readline';
import type { Context } from './command.ts';
import { usage } from './exit.ts';

/**
 * Asks for the name on stderr and reads a line from standard input, unless `--yes` stands for it.
 * @throws CliError (usage) for any other line, and where nobody is there to type one.
 */
export async function confirm({ output, signal }: Context, name: string, { yes }: { yes?: unknown }): Promise<void> {
  if (yes === true) return;
  output.note(`type ${output.paint('bold', name)} to go on:`);
  const typed = await readLine(signal);
  if (typed === undefined) throw usage(`nobody typed ${name}; nothing was changed`, '--yes goes on without asking');
  if (typed.trim() !== name) throw usage(`'${typed.trim()}' is not ${name}; nothing was changed`);
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
