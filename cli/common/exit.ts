/** Exit codes and errors of the command line. Scripts rely on the codes (docs/reference/command-line.md). */

import { ClientError, type ClientErrorCode, type Hint } from '../../client/errors.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import type { OffboardingRun } from '../../client/offboardings/run.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  stillRunning: 4,
  outOfDate: 5,
  partlyDone: 6,
  notPermitted: 7,
  /** The parent resource or the subject does not exist. */
  notFound: 8,
  /** The association is not there, and no read ever showed it. */
  neverSeen: 9,
  /** Everything that could be read is removed, and something could not be read. */
  inaccessible: 10,
  /** The association was made after the request, and was left alone. */
  skipped: 11,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const EXIT_CODES: Readonly<Record<ClientErrorCode, ExitCode>> = {
  INVALID: EXIT.usage,
  NOT_FOUND: EXIT.failed,
  NOT_PERMITTED: EXIT.notPermitted,
  STILL_RUNNING: EXIT.stillRunning,
  FAILED: EXIT.failed,
};

/** The caller's mistake: a flag, a field, a file. @param hints what to do about it, one line each. */
export function usage(message: string, ...hints: string[]): ClientError {
  return new ClientError('INVALID', message, ...hints);
}

/** Completes the arguments of a command to a line that reaches the same stack. */
type CommandLine = (command: string) => string;

/** How an error is printed, and what the process ends with. */
export function reportOf(error: Error, { line }: { line: CommandLine }): { hints: string[]; exitCode: ExitCode } {
  if (!(error instanceof ClientError)) return { hints: [], exitCode: EXIT.failed };
  return { hints: error.hints.map((hint) => hintLine(hint, line)), exitCode: EXIT_CODES[error.code] };
}

export function hintLine(hint: Hint, line: CommandLine): string {
  return typeof hint === 'string' ? hint : `${hint.text}: ${line(hint.command)}`;
}

const FAILURES: Readonly<Record<string, ExitCode>> = {
  PARTLY_DONE: EXIT.partlyDone,
  INACCESSIBLE: EXIT.inaccessible,
  NOT_FOUND: EXIT.notFound,
};

/** What an execution ends with, to whom watches it. Only what was removed, or seen and then gone, is done. */
export function exitOfRequest({ status, outcome, neverSeen = false }: ExecutionView): ExitCode {
  if (status === 'RUNNING') return EXIT.stillRunning;
  if (status !== 'SUCCEEDED') return FAILURES[outcome ?? ''] ?? EXIT.failed;
  if (outcome === 'SKIPPED') return EXIT.skipped;
  return neverSeen ? EXIT.neverSeen : EXIT.done;
}

/** A plan that is out of date may violate a guardrail, too: it has to be made again first. */
export function exitOf({ status, reasons, error, rollUp }: OffboardingRun): ExitCode {
  if (status === 'RUNNING') return EXIT.stillRunning;
  if (status === 'SUCCEEDED') return (rollUp?.neverSeen ?? 0) > 0 ? EXIT.neverSeen : EXIT.done;
  const has = (...types: string[]) => reasons.some(({ reason }) => types.includes(reason));
  if (has('invalid')) return EXIT.usage;
  if (has('out-of-date')) return EXIT.outOfDate;
  if (has('guardrail')) return EXIT.refused;
  if (has('denied', 'expired')) return EXIT.notPermitted;
  return FAILURES[error ?? ''] ?? EXIT.failed;
}

/** What several end with: what all of them do, or else that a part is done. */
export function exitOfAll(exitCodes: readonly ExitCode[]): ExitCode {
  const [first = EXIT.done, ...others] = new Set(exitCodes);
  if (others.length === 0) return first;
  return exitCodes.includes(EXIT.done) ? EXIT.partlyDone : EXIT.failed;
}
