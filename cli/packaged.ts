/** The packaged stack that `dev` runs: part of the npm package, and packaged again in a clone when a source is newer. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from './command.ts';

/** dist/ and cli/ are siblings in a clone; the package has dist/ alone. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack({ output }: Context): Promise<string> {
  if (!existsSync(`${root}packaging`)) return root;
  const { packageIfStale } = await import('../packaging/build-if-stale.ts');
  await packageIfStale((line) => output.note(line));
  return root;
}
