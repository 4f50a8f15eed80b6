/** The functions' code: everything that one imports in one ES module, and nothing else. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

export interface BundleOptions {
  name: string;
  /** `functions/start`, without its extension. */
  file: string;
  /** The kind whose provider the function is bound to, where it works for one. */
  kind?: string;
}

export interface Module {
  /** The module's path inside the zip: `functions/start.mjs`. */
  path: string;
  code: Uint8Array;
}

export type Recorded = Metafile['outputs'][string];

/**
 * Bundles all functions at once, so that a module that many of them import is parsed once. Writes what each holds to
 * `<directory>/<name>.json`: tests and licence notices read it.
 *
 * @param root the repository.
 * @returns modules in the order of the functions.
 */
export async function bundle(
  functions: readonly BundleOptions[],
  root: string,
  directory: string,
): Promise<readonly Module[]> {
  const { outputFiles, metafile } = await build({
    entryPoints: Object.fromEntries(functions.map(({ name }) => [name, `${NAMESPACE}:${name}`])),
    plugins: [entries(functions, root)],
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
    outdir: directory,
    absWorkingDir: root,
    logLevel: 'error',
  });
  await mkdir(directory, { recursive: true });
  const recordOf = new Map(Object.values(metafile.outputs).map((output) => [output.entryPoint, output]));
  return Promise.all(
    functions.map(async ({ name, file }) => {
      const output = outputFiles.find(({ path }) => path === join(directory, `${name}.js`));
      if (output === undefined) throw new Error(`esbuild wrote nothing for ${file}.ts (${name})`);
      const record = recordOf.get(`${NAMESPACE}:${name}`);
      await writeFile(join(directory, `${name}.json`), `${JSON.stringify(record, null, 1)}\n`);
      return { path: `${file}.mjs`, code: output.contents };
    }),
  );
}

/** Of the entry points, which are no files. */
const NAMESPACE = 'function';

function entries(functions: readonly BundleOptions[], root: string): Plugin {
  const contentsOf = new Map(functions.map((each) => [each.name, entry(each)]));
  return {
    name: 'entries',
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(`^${NAMESPACE}:`);
      onResolve({ filter }, ({ path }) => ({ path: path.replace(filter, ''), namespace: NAMESPACE }));
      // Samples are for documents and tests.
      onLoad({ filter: /\/events\/samples\/[\w-]+\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: contentsOf.get(path) ?? '',
        resolveDir: root,
        loader: 'ts',
      }));
    },
  };
}

function entry({ file, kind }: BundleOptions): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (kind === undefined) return `export { handler } from './${file}.ts';`;
  return `
    import { ${name} } from './${file}.ts';
    import provider from './associations/${kind}/provider.ts';
    export const handler = ${name}(provider);
  `;
}
