/** Where what runs here is kept: one SQLite file a stage, account and Region. */

import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

interface Place {
  stage: string;
  account: string;
  region: string;
}

/** Under XDG_STATE_HOME. Only its owner may enter it: plans name people. */
export function stateFolder({ stage, account, region }: Place, env: NodeJS.ProcessEnv = process.env): string {
  // "All paths set in these environment variables must be absolute"; others are ignored (XDG Base Directory Specification).
  const given = env.XDG_STATE_HOME ?? '';
  const folder = join(
    isAbsolute(given) ? given : join(homedir(), '.local', 'state'),
    'offboard',
    stage,
    account,
    region,
  );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}
