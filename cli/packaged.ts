/** The packaged stack that `dev` runs: brought by the package, or made anew in a clone when a source is newer. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CliError } from './exit.ts';
import type { Context } from './verb.ts';

/** dist/ and cli/ stand side by side in a clone's root, and dist/ alone in the package's. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** What goes into the template and the bundles. */
const SOURCES = [
  '{associations,events,functions,offboardings,packaging,statemachines,templates}/**/*',
  'serverless.yml',
  'package-lock.json',
];

/** @returns the directory that holds `.serverless/` and `templates/`. */
export async function packagedStack(context: Context): Promise<string> {
  const builder = `${root}packaging/dist.ts`;
  if (!existsSync(builder)) return root;
  // By address, so that the bundle of a package does not carry the bundler.
  const { isStale } = (await import(pathToFileURL(builder).href)) as typeof import('../packaging/dist.ts');
  if (isStale(`${root}.serverless/cloudformation-template-update-stack.json`, SOURCES)) await packageStack(context);
  return root;
}

async function packageStack({ output, signal }: Context): Promise<void> {
  output.note('packaging the stack');
  const child = spawn('npx', ['--no-install', 'serverless', 'package'], {
    cwd: root,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      said += part;
    });
  }
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0) throw new CliError(`serverless package failed:\n${said.trim()}`);
}
