/** A service's answer as JSON, every field as it came. */

import type { Json } from '../json.ts';

/** Dates become ISO 8601; what is undefined is left out. */
export function toJson(answer: unknown): Json {
  return answer === undefined ? null : (JSON.parse(JSON.stringify(answer)) as Json);
}
