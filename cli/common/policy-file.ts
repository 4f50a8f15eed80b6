/** A cleanup policy in a file: alone, or with its schedule as in events/cleanups. */

import { basename } from 'node:path';
import * as v from 'valibot';
import { type CleanupPolicy, policySchema } from '../../events/cleanup.ts';
import { problemLine, problemOf } from '../../events/problem.ts';
import type { Context } from './command.ts';
import { usage } from './exit.ts';
import { readJsonFile } from './files.ts';

/** @param name replaces the policy's own; the file's name is the default. @throws ClientError INVALID with every problem. */
export function readPolicy(context: Context, file: string, name?: string): CleanupPolicy {
  const given = parseFile(context, file);
  const read = v.safeParse(policySchema, name === undefined ? { name: nameOf(file), ...given } : { ...given, name });
  if (read.success) return read.output;
  const problems = read.issues.map((issue) => problemLine(problemOf(issue, 'policy')));
  throw usage(`${file} is not a valid policy`, ...problems);
}

function nameOf(file: string): string {
  return basename(file, '.json')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

function parseFile({ line }: Context, file: string): Record<string, unknown> {
  const value = readJsonFile(file);
  if (!isRecord(value)) throw usage(`${file} is not a policy`, `print one with: ${line('schedule show NAME')}`);
  return isRecord(value.policy) ? value.policy : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
