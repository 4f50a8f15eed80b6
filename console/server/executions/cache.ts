/** Ended executions do not change, so they are read once and cached: on disk for AWS, in memory for the local runtime. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';

interface CachedExecution {
  described: DescribeExecutionOutput;
  /** The whole history, or only its newest events (`partial`). */
  events: HistoryEvent[];
  partial: boolean;
}

export interface ExecutionCache {
  get(arn: string): CachedExecution | undefined;
  put(arn: string, execution: CachedExecution): void;
}

export function memoryCache(): ExecutionCache {
  const executions = new Map<string, CachedExecution>();
  return { get: (arn) => executions.get(arn), put: (arn, execution) => void executions.set(arn, execution) };
}

/** One file an execution, readable by its owner only: inputs contain names of people. */
export function diskCache(directory: string): ExecutionCache {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const fileOf = (arn: string) => join(directory, `${createHash('sha256').update(arn).digest('hex')}.json`);
  return {
    get(arn) {
      try {
        return JSON.parse(readFileSync(fileOf(arn), 'utf8'), revive) as CachedExecution;
      } catch {
        // Absent or incomplete: it is read from Step Functions again.
        return undefined;
      }
    },
    put(arn, execution) {
      const file = fileOf(arn);
      const draft = `${file}.${process.pid}`;
      try {
        writeFileSync(draft, JSON.stringify(execution), { mode: 0o600 });
        renameSync(draft, file);
      } catch {
        // A full disk, say: it is read from Step Functions again.
        rmSync(draft, { force: true });
      }
    },
  };
}

const DATES = new Set(['startDate', 'stopDate', 'redriveDate', 'timestamp']);

function revive(key: string, value: unknown): unknown {
  return DATES.has(key) && typeof value === 'string' ? new Date(value) : value;
}
