/** One thing that is wrong with a request, and where. Every message about a field is made here. */

import * as v from 'valibot';
import { truncate } from './truncate.ts';

export const problemSchema = v.strictObject({
  /** In the invalid event: `detail.data.target.domainName`. */
  path: v.string(),
  /** `domainName is required` */
  message: v.string(),
});

export type Problem = v.InferOutput<typeof problemSchema>;

/** Problems in an event, which has room for 256 KiB; the rest is counted. */
const MAX_PROBLEMS = 50;
const MAX_PATH_BYTES = 400;
const MAX_MESSAGE_BYTES = 1000;

/** The first problems and the count of the rest, as they fit an event. @param toProblem called for the first alone. */
export function listProblems<Found>(all: readonly Found[], toProblem: (found: Found) => Problem): Problem[] {
  const listed = all.slice(0, MAX_PROBLEMS).map((found) => truncateProblem(toProblem(found)));
  const rest = all.length - listed.length;
  const more = { path: 'detail', message: `detail has ${rest} more ${rest === 1 ? 'problem' : 'problems'}` };
  return rest === 0 ? listed : [...listed, more];
}

export function truncateProblem({ path, message }: Problem): Problem {
  return { path: truncate(path, MAX_PATH_BYTES), message: truncate(message, MAX_MESSAGE_BYTES) };
}

/** @param root the path of the whole value. The messages of schemas are predicates: `must be a Region such as eu-west-1`. */
export function problemOf(issue: v.BaseIssue<unknown>, root: string): Problem {
  const path = [root, v.getDotPath(issue)].filter((part) => part !== null).join('.');
  return { path, message: `${fieldOf(path)} ${predicateOf(issue)}` };
}

/** As one line: `detail.data.target.domainName is required`. */
export function problemLine({ path, message }: Problem): string {
  const field = fieldOf(path);
  return message.startsWith(`${field} `) ? `${path}${message.slice(field.length)}` : `${path}: ${message}`;
}

/** `detail.data.target.packageIds.1` -> `packageIds.1` */
function fieldOf(path: string): string {
  const parts = path.split('.');
  const last = parts.findLastIndex((part) => !/^\d+$/.test(part));
  return parts.slice(Math.max(last, 0)).join('.') || path;
}

function predicateOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (received === 'undefined') return 'is required';
  if (type === 'strict_object' && expected === 'never') return 'is not a known field';
  if (message.startsWith('must ')) return message;
  const wanted = (expected ?? type).replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
  return `must ${type.endsWith('_length') ? 'have a length' : 'be'} ${wanted}, not ${received}`;
}
