import * as v from 'valibot';

/** A moment as ISO 8601 with its zone: `2026-11-20T15:24:51.766Z`. */
export const timestamp = v.pipe(v.string(), v.isoTimestamp('must be a timestamp such as 2026-11-20T15:24:51Z'));
