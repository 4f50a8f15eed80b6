/** What a stage may be called and be given: AWS finds out halfway through a deployment, or at the first request. */

/** Lambda's longest name of a function; the names of everything else leave more room. */
const LONGEST_FUNCTION = 64;

/** @throws Error with what is wrong with the stage, and what it may be. */
export function checkNames(stackName: string, functions: readonly string[]): void {
  const stage = stackName.replace(/^offboard-/, '');
  if (!/^[a-z0-9-]+$/.test(stage)) {
    throw new Error(`the stage '${stage}' is part of a bucket's name: small letters, digits and hyphens only`);
  }
  const [longest = ''] = functions.toSorted((a, b) => b.length - a.length);
  const over = longest.length - LONGEST_FUNCTION;
  if (over > 0) {
    throw new Error(`the stage '${stage}' is too long by ${over}: Lambda takes no function named ${longest}`);
  }
}

/** @throws Error for what is no number of days: every plan and every answer has a date made of it. */
export function checkRetention(days: number | string): void {
  if (/^[1-9]\d*$/.test(String(days))) return;
  throw new Error(`evidenceRetentionDays is a number of days from 1 on; not '${days}'`);
}
