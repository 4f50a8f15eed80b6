/** The packaged stack that `dev` runs: part of the npm package, and packaged again in a clone when a source is newer. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { ROOT } from './root.ts';

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack({ output }: Context): Promise<string> {
  if (!existsSync(join(ROOT, 'packaging'))) return ROOT;
  const { packageIfStale } = await import('../../packaging/build-if-stale.ts');
  const bar = createProgressBar(output);
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    await packageIfStale((line) => {
      bar.show(`${line}, once after each change of the sources`);
      timer = setInterval(() => output.live && bar.show(`${line}: ${secondsSince(started)} s`), 1_000);
    });
  } finally {
    clearInterval(timer);
    bar.clear();
  }
  if (timer !== undefined) output.note(`packaged the stack in ${secondsSince(started)} s`);
  return ROOT;
}

function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}
