/** A stack that `offboard dev --services aws` runs, for other commands with --here on the same state. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Here } from '../../client/connection.ts';
import { parseObject } from '../../client/json.ts';

export interface RunningStack
  extends Pick<Here, 'arn' | 'credentials' | 'parameters' | 'approvalFloor' | 'spokeRoles'> {
  pid: number;
  /** On loopback. */
  endpoint: string;
  /** Whether changes are allowed there. */
  changes: boolean;
}

const fileIn = (folder: string) => join(folder, 'running.json');

/** Its credentials are worth something to that process only, and for as long as it runs. @returns what removes it. */
export function announce(folder: string, running: RunningStack): () => void {
  const file = fileIn(folder);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(running), { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** To be asked for where the state is in use, since a killed process leaves its file. */
export function findRunning(folder: string): RunningStack | undefined {
  const running = parseObject(textOf(fileIn(folder))) as RunningStack | undefined;
  return running !== undefined && isAlive(running.pid) ? running : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
