/** How the command line ends, one meaning a number; scripts rely on them (README, "Exit codes"). */

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  stillRunning: 4,
  outOfDate: 5,
  partlyDone: 6,
  notPermitted: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end with a reason a person can act on: printed without a stack trace. */
export class CliError extends Error {
  readonly code: ExitCode;
  /** What to do about it, one line each. */
  readonly hints: readonly string[];

  constructor(
    message: string,
    { code = EXIT.failed, hints = [] }: { code?: ExitCode; hints?: readonly string[] } = {},
  ) {
    super(message);
    this.code = code;
    this.hints = hints;
  }
}

/** The caller's mistake: a flag, a field, a file. */
export function usage(message: string, ...hints: string[]): CliError {
  return new CliError(message, { code: EXIT.usage, hints });
}
