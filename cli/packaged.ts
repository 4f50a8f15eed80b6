/** The packaged stack that `dev` runs: brought by the package, or made anew in a clone when a source is newer. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Context } from './command.ts';

/** dist/ and cli/ stand side by side in a clone's root, and dist/ alone in the package's. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack({ output }: Context): Promise<string> {
  if (!existsSync(`${root}packaging`)) return root;
  const { packageIfStale } = await import('../packaging/build-if-stale.ts');
  await packageIfStale((line) => output.note(line));
  return root;
}
