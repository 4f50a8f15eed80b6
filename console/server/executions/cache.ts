/** Executions that have ended never change, so they are read once: on disk over AWS, in memory otherwise. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';

export interface CachedExecution {
  described: DescribeExecutionOutput;
  /** The whole history, or (`partial`) its newest events. */
  events: HistoryEvent[];
  partial: boolean;
}

export interface ExecutionCache {
  get(arn: string): CachedExecution | undefined;
  put(arn: string, kept: CachedExecution): void;
}

export function memoryCache(): ExecutionCache {
  const kept = new Map<string, CachedExecution>();
  return { get: (arn) => kept.get(arn), put: (arn, value) => void kept.set(arn, value) };
}

/** One file an execution. Readable by its owner alone: inputs name people. */
export function diskCache(directory: string): ExecutionCache {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const fileOf = (arn: string) => join(directory, `${createHash('sha256').update(arn).digest('hex')}.json`);
  return {
    get(arn) {
      try {
        return JSON.parse(readFileSync(fileOf(arn), 'utf8'), revive) as CachedExecution;
      } catch {
        // Not there, or half of it: it is read from Step Functions again.
        return undefined;
      }
    },
    put(arn, kept) {
      const file = fileOf(arn);
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
      renameSync(draft, file);
    },
  };
}

const DATES = new Set(['startDate', 'stopDate', 'redriveDate', 'timestamp']);

function revive(key: string, value: unknown): unknown {
  return DATES.has(key) && typeof value === 'string' ? new Date(value) : value;
}
