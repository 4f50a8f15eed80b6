import type { Context } from './command.ts';
import { type ExitCode, reportOf } from './exit.ts';

/** What -o json prints. */
export function failure(message: string, name: string, hints: readonly string[], exitCode: ExitCode) {
  return { error: { message, name, hints }, exitCode };
}

/** @returns what the process ends with. */
export function printError(context: Context, error: unknown): ExitCode {
  if (!(error instanceof Error)) throw error;
  const { output } = context;
  const { hints, exitCode } = reportOf(error, context);
  if (output.structured) output.failure(failure(error.message, error.name, hints, exitCode));
  output.alert(`${output.paint('bad', 'error')}: ${error.message}`);
  for (const hint of hints) output.alert(`  ${hint}`);
  if (process.env.OFFBOARD_DEBUG) for (const line of (error.stack ?? '').split('\n')) output.alert(line);
  return exitCode;
}
