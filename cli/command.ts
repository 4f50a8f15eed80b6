/** What a verb of the command line is: one file in commands/ each, listed in commands/index.ts. */

import type { Command } from 'commander';
import type { Clients } from '../client/aws-clients.ts';
import type { Connection } from '../client/connection.ts';
import type { ExitCode } from './exit.ts';
import type { Output } from './output.ts';

/** What every verb is handed. */
export interface Context {
  output: Output;
  /** @throws CliError (usage) where no place to talk to is named. */
  connection(): Connection;
  clients(): Clients;
  /** The command line that does this in the same place, to be taken along: `offboard watch ID --local`. */
  line(words: string): string;
  /** Ctrl-C. */
  signal: AbortSignal;
}

export interface Verb {
  /** As commander reads it: `request <kind> [fields...]`. */
  syntax: string;
  summary: string;
  /** Shown under --help: examples, what the exit codes mean here. */
  help?: string;
  options?(command: Command): void;
  /** It speaks to no stack that is there already, so it takes no flags that name one. */
  offline?: boolean;
  run(context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitCode>;
}
