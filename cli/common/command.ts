import type { Command as Commander } from 'commander';
import type { StackClient } from '../../client/stack-client.ts';
import type { ExitCode } from './exit.ts';
import type { Output } from './output.ts';

export interface Context {
  output: Output;
  /** Made when it is first asked for. @throws ClientError INVALID where the flags name no stack. */
  client(): StackClient;
  /** A command line for the same stack: `offboard watch ID --local`. */
  line(words: string): string;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  /** What was confirmed already, where a command is run again after a new login. */
  confirmed?: Set<string>;
}

export type Options = Readonly<Record<string, unknown>>;

export interface Command {
  /** As commander reads it: `request <kind> [fields...]`. */
  syntax: string;
  summary: string;
  /** Printed under --help: examples, what the exit codes mean here. */
  help?: string;
  options?(command: Commander): void;
  /** It needs no stack that is there already, so it has no flags that name one. */
  offline?: boolean;
  /**
   * It has the flag --here: it works on the caller's account with nothing deployed. `reads` changes nothing there; `changes`
   * does, and lets go on what is unfinished; `alone` runs without the stack.
   */
  here?: 'reads' | 'changes' | 'alone';
  /** @param parsed the command line as commander has it. */
  run(context: Context, args: readonly string[], options: Options, parsed: Commander): Promise<ExitCode>;
}
