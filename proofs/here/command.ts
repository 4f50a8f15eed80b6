/** The command line as a process of its own, signed in as dana. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ROOT } from './world.ts';

export interface Ended {
  /** Null after a kill. */
  code: number | null;
  out: string;
}

export interface Running {
  process: ChildProcessByStdio<Writable, Readable, null>;
  ended: Promise<Ended>;
}

/** @param typed on standard input. */
export function start(words: readonly string[], env: Readonly<Record<string, string>>, typed = ''): Running {
  const child = spawn(process.execPath, ['bin/offboard.mjs', ...words], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'dana',
      AWS_SECRET_ACCESS_KEY: 'dana',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A killed process reads no more.
  child.stdin.on('error', () => {});
  child.stdin.end(typed);
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    process: child,
    ended: Promise.all([code, text(child.stdout)]).then(([ended, out]) => ({ code: ended, out })),
  };
}

/** What it prints. */
export async function read<Answer>(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Answer> {
  const { code, out } = await start([...words, '-o', 'json'], env).ended;
  if (out === '') throw new Error(`offboard ${words.join(' ')} ended with ${code} and printed nothing`);
  return JSON.parse(out) as Answer;
}
