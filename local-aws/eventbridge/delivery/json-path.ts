/** The part of JSONPath that EventBridge takes in InputPath and InputPathsMap: names, indices, `[*]`, `.*`. */

type Step = string | number | typeof EVERY;

const EVERY = Symbol('*');

/** @returns undefined where the text is no such path. */
export function parsePath(path: string): Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  const pattern = /\.([\w\-/$@ :]+|\*)|\[(\d+|\*)\]|\['([^']+)'\]|\["([^"]+)"\]/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < path.length) {
    const found = pattern.exec(path);
    if (!found) return undefined;
    const [, name, index, single, double] = found;
    if (name === '*' || index === '*') steps.push(EVERY);
    else if (index !== undefined) steps.push(Number(index));
    else steps.push(name ?? single ?? double ?? '');
  }
  return steps;
}

/** The value at the path; undefined where there is none. With a wildcard, the list of all values. */
export function valueAt(root: unknown, path: string): unknown {
  const steps = parsePath(path) ?? [];
  const found = steps.reduce<unknown[]>((values, step) => values.flatMap((value) => below(value, step)), [root]);
  return steps.includes(EVERY) ? found : found[0];
}

function below(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === EVERY) return Object.values(value);
  if (typeof step === 'number') return Array.isArray(value) && step < value.length ? [value[step]] : [];
  return Object.hasOwn(value, step) ? [(value as Record<string | symbol, unknown>)[step]] : [];
}
