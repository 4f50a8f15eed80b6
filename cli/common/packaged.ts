/** The packaged stack that `dev` runs: part of the npm package, and packaged again in a clone when a source is newer. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './command.ts';
import { ROOT } from './root.ts';

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack({ output }: Context): Promise<string> {
  if (!existsSync(join(ROOT, 'packaging'))) return ROOT;
  const { packageIfStale } = await import('../../packaging/build-if-stale.ts');
  await packageIfStale((line) => output.note(line));
  return ROOT;
}
