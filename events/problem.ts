/** One thing that is wrong with a request, and where. Every message about a field is made here. */

import * as v from 'valibot';

export const problemSchema = v.strictObject({
  /** In the invalid event: `detail.data.target.domainName`. */
  path: v.string(),
  /** `domainName is required` */
  message: v.string(),
});

export type Problem = v.InferOutput<typeof problemSchema>;

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
