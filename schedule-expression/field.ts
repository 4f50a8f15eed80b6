/** One field of a cron expression whose values are plain numbers: minutes, hours, months, years, and parts of days. */

export interface Range {
  least: number;
  most: number;
  /** Names from the least value up: JAN, FEB, ... */
  names?: readonly string[];
}

export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

/** @throws ScheduleError for what is not `*`, numbers or names, `a-b` (which may wrap), `a/step`, or a list of these. */
export function numbersOf(field: string, range: Range): ReadonlySet<number> {
  return new Set(field.split(',').flatMap((item) => itemOf(item, range)));
}

function itemOf(item: string, range: Range): number[] {
  const [span = '', step, ...rest] = item.split('/');
  if (rest.length > 0) throw new ScheduleError(`'${item}' has more than one step`);
  const size = step === undefined ? 1 : whole(step);
  if (size < 1) throw new ScheduleError(`the step of '${item}' must be at least 1`);
  const { least, most } = range;
  if (span === '*') return spread(least, most, size, range);
  const [from = '', to, ...more] = span.split('-');
  if (more.length > 0) throw new ScheduleError(`'${span}' is not a range`);
  const first = memberOf(from, range);
  if (to === undefined) return step === undefined ? [first] : spread(first, most, size, range);
  return spread(first, memberOf(to, range), size, range);
}

/** A range whose end lies before its beginning goes on over the end of the cycle: FRI-MON. */
function spread(first: number, last: number, step: number, { least, most }: Range): number[] {
  const cycle = most - least + 1;
  const end = last < first ? last + cycle : last;
  const values: number[] = [];
  for (let value = first; value <= end; value += step) values.push(value > most ? value - cycle : value);
  return values;
}

/** A number of the range, or one of its names. */
export function memberOf(text: string, { least, most, names = [] }: Range): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named < 0 ? whole(text) : least + named;
  if (value < least || value > most) throw new ScheduleError(`'${text}' is not between ${least} and ${most}`);
  return value;
}

export function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new ScheduleError(`'${text}' is not a number`);
  return Number(text);
}
