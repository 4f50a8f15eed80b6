/** The paths of the members that differ: `request.data.options.approval`, `items.0.risks.1`. */
export function differingPaths(original: unknown, copy: unknown, path = ''): string[] {
  if (!isContainer(original) || !isContainer(copy) || Array.isArray(original) !== Array.isArray(copy)) {
    return Object.is(original, copy) ? [] : [path];
  }
  const names = new Set([...Object.keys(original), ...Object.keys(copy)]);
  return [...names].flatMap((name) =>
    differingPaths(original[name], copy[name], path === '' ? name : `${path}.${name}`),
  );
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
