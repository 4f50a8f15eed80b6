/** The packaged stack that `dev` runs: brought by the package, or made anew in a clone when a source is newer. */

import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Context } from './verb.ts';

/** dist/ and cli/ stand side by side in a clone's root, and dist/ alone in the package's. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack({ output }: Context): Promise<string> {
  const fresh = `${root}packaging/fresh.ts`;
  if (!existsSync(fresh)) return root;
  // By address, so that the bundle of a package does not carry the packager.
  const { freshPackage } = (await import(pathToFileURL(fresh).href)) as typeof import('../packaging/fresh.ts');
  await freshPackage((line) => output.note(line));
  return root;
}
