/** Checks of a stage's name and parameters, which AWS would refuse only halfway through a deployment or at a request. */

/** The longest name of a function that Lambda takes; everything else may be longer. */
const LONGEST_FUNCTION = 64;

/** @throws Error that says what is wrong with the stage's name, and what it may be. */
export function checkNames(stackName: string, functions: readonly string[]): void {
  const stage = stackName.replace(/^offboard-/, '');
  if (!/^[a-z0-9-]+$/.test(stage)) {
    throw new Error(`the stage '${stage}' is part of a bucket's name: lower-case letters, digits and hyphens only`);
  }
  const [longest = ''] = functions.toSorted((a, b) => b.length - a.length);
  const over = longest.length - LONGEST_FUNCTION;
  if (over > 0) {
    throw new Error(`the stage '${stage}' is too long by ${over}: Lambda takes no function named ${longest}`);
  }
}

/** @throws Error for anything but a number of days: plans and evidence get their retention date from it. */
export function checkRetention(days: number | string): void {
  if (/^[1-9]\d*$/.test(String(days))) return;
  throw new Error(`evidenceRetentionDays is a number of days from 1 on; not '${days}'`);
}

/** @throws Error for a parameter that nothing reads: a misspelt pattern would narrow nothing. */
export function checkParameters(given: readonly string[], known: readonly string[]): void {
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`the stack has no parameter ${unknown.join(', ')}; it has ${known.toSorted().join(', ')}`);
}
