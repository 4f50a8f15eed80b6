import { explainError } from '../../client/explain-error.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode, reportOf } from './exit.ts';

export interface Finding {
  check: string;
  ok: boolean;
  found: string;
  /** How to repair it. */
  mend?: string;
}

/** @param work returns what was found; it throws where that is not in order. */
export async function examine(check: string, work: () => Promise<string>, context: Context): Promise<Finding> {
  try {
    return { check, ok: true, found: await work() };
  } catch (thrown) {
    const error = explained(thrown, context);
    const { hints } = reportOf(error, context);
    return { check, ok: false, found: error.message, ...(hints.length ? { mend: hints.join('; ') } : {}) };
  }
}

export function printFindings({ output }: Context, findings: readonly Finding[]): ExitCode {
  const ok = findings.every((finding) => finding.ok);
  if (output.structured) output.data({ ok, findings });
  else {
    const width = Math.max(...findings.map(({ check }) => check.length));
    for (const finding of findings) print(output, finding, width);
  }
  return ok ? EXIT.done : EXIT.failed;
}

function print(output: Context['output'], { check, ok, found, mend }: Finding, width: number): void {
  output.text(`${ok ? output.paint('good', '✓') : output.paint('bad', '✗')} ${check.padEnd(width)} ${found}`);
  if (mend) output.text(`  ${' '.repeat(width)} ${mend}`);
}

function explained(thrown: unknown, { client }: Context): Error {
  try {
    return explainError(thrown, client().connection) as Error;
  } catch {
    // Without a Region there is no connection.
    return thrown as Error;
  }
}
