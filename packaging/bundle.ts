/** One function's code: everything it imports in one ES module, and nothing else. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

export interface BundleOptions {
  /** The function's name on AWS. */
  name: string;
  /** `functions/start`, without its extension. */
  file: string;
  /** The kind whose provider the function is bound to, where it works for one. */
  kind?: string;
  /** The repository. */
  root: string;
}

export interface Module {
  /** The module's path inside the zip: `functions/start.mjs`. */
  path: string;
  code: Uint8Array;
}

/** Bundles, and writes the list of inputs to `<directory>/<name>.json`: tests and licence notices read it. */
export async function bundle({ name, file, kind, root }: BundleOptions, directory: string): Promise<Module> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry(file, kind), resolveDir: root, sourcefile: `${name}.ts`, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The ES modules of a package shake; its CommonJS main does not.
    mainFields: ['module', 'main'],
    conditions: ['module'],
    alias: { '@aws-sdk/credential-provider-node': './functions/common/lambda-credentials.ts' },
    metafile: true,
    outfile: `${file}.mjs`,
    absWorkingDir: root,
    logLevel: 'error',
  });
  await record(metafile, join(directory, `${name}.json`), directory);
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${file}.ts (${name})`);
  return { path: `${file}.mjs`, code: output.contents };
}

function entry(file: string, kind: string | undefined): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (kind === undefined) return `export { handler } from './${file}.ts';`;
  return `
    import { ${name} } from './${file}.ts';
    import provider from './associations/${kind}/provider.ts';
    export const handler = ${name}(provider);
  `;
}

async function record(metafile: Metafile, path: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(path, `${JSON.stringify(metafile, null, 1)}\n`);
}
