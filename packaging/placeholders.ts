/** Placeholders of the templates, `__kind__`, and what they are replaced by. */

/**
 * What a placeholder stands for: a text inside other texts; a list in the place of one item of a list; any other value
 * in its own place; or null, which leaves out the property it is the value of.
 */
export type Values = Readonly<Record<string, unknown>>;

/** A deep copy with every placeholder replaced, in keys and in values. Placeholders in `values` themselves stay. */
export function replacePlaceholders<T>(value: T, values: Values): T {
  return replaced(value, values) as T;
}

function replaced(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return value in values ? values[value] : withinText(value, values);
  if (Array.isArray(value))
    return value.flatMap((item) => (standsForList(item, values) ? values[item] : [replaced(item, values)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => typeof item !== 'string' || values[item] !== null)
      .map(([key, item]) => [withinText(key, values), replaced(item, values)]),
  );
}

function standsForList(item: unknown, values: Values): item is string {
  return typeof item === 'string' && Array.isArray(values[item]);
}

function withinText(text: string, values: Values): string {
  return Object.entries(values).reduce(
    (done, [placeholder, meant]) => (typeof meant === 'string' ? done.replaceAll(placeholder, meant) : done),
    text,
  );
}
