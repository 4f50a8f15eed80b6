import * as v from 'valibot';

const EXPECTED = 'must be a timestamp such as 2026-11-20T15:24:51Z';

const iso = v.isoTimestamp<string, string>(EXPECTED);

/** A moment as ISO 8601 with its zone: `2026-11-20T15:24:51.766Z`. */
export const timestamp = v.pipe(
  v.string(),
  iso,
  v.check((text) => !iso.requirement.test(text) || isMoment(text), EXPECTED),
);

/** ISO 8601 has zones of hours alone, which `Date` does not read; and `Date` reads the 31st of February as one of March. */
function isMoment(text: string): boolean {
  const day = text.slice(0, 10);
  return !Number.isNaN(Date.parse(text)) && new Date(day).toISOString().startsWith(day);
}
