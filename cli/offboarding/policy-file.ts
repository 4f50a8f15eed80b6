/** A cleanup policy in a file, alone or as events/cleanups has it, with when it is run. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as v from 'valibot';
import { type CleanupPolicy, policySchema } from '../../events/cleanup.ts';
import { usage } from '../exit.ts';

/** @param name replaces the policy's own; without either it is called as its file is. @throws CliError (usage) with every problem. */
export function readPolicy(file: string, name?: string): CleanupPolicy {
  const given = parseFile(file);
  const read = v.safeParse(policySchema, name === undefined ? { name: nameOf(file), ...given } : { ...given, name });
  if (read.success) return read.output;
  const problems = read.issues.map((issue) => `${v.getDotPath(issue) ?? 'policy'}: ${issue.message}`);
  throw usage(`${file} is no valid policy`, ...problems);
}

function nameOf(file: string): string {
  return basename(file, '.json')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

function parseFile(file: string): Record<string, unknown> {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return (value.policy as Record<string, unknown> | undefined) ?? value;
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`);
  }
}
