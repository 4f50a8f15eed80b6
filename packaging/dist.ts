/**
 * dist/: the command line, the runtime, the event contracts and the console's page as bundles. One bundle starts in a
 * fraction of the time and memory that a hundred source files take, and runs inside node_modules, where Node strips no
 * types.
 */

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

const NODE = {
  ...COMMON,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
} as const satisfies BuildOptions;

/** The files that went into the bundles, as esbuild lists them. */
export type Inputs = Metafile['inputs'];

/** Builds dist/; where that fails, the one that was there stays. */
export async function buildDist(): Promise<Inputs> {
  const temporary = `${DIST}.temporary`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  try {
    const inputs = await Promise.all([program(temporary), contracts(temporary), page(temporary)]);
    writeFileSync(join(temporary, '.built'), '');
    rmSync(DIST, { recursive: true, force: true });
    renameSync(temporary, DIST);
    return Object.assign({}, ...inputs);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The command line, and the runtime it starts; one starts without loading what only the other needs. */
async function program(directory: string): Promise<Inputs> {
  const { metafile } = await build({
    ...NODE,
    entryPoints: {
      cli: 'cli/main.ts',
      'build-dist-if-stale': 'packaging/build-if-stale.ts',
      'local-aws': 'local-aws/index.ts',
      'lambda/worker': 'local-aws/lambda/worker/index.ts',
    },
    splitting: true,
    outdir: directory,
    // commander and a few AWS parts are CommonJS and ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return metafile.inputs;
}

/** `offboard/events`. Its types speak of valibot's, so valibot is the package's one dependency and not bundled. */
async function contracts(directory: string): Promise<Inputs> {
  const { metafile } = await build({
    ...NODE,
    entryPoints: { index: 'events/index.ts' },
    outdir: join(directory, 'events'),
    external: ['valibot'],
  });
  return metafile.inputs;
}

/** What the console's page loads: one script and one sheet, nothing from elsewhere. */
export async function page(directory: string): Promise<Inputs> {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: { app: 'console/client/app.ts' },
    outdir: join(directory, 'console'),
    minify: true,
    platform: 'browser',
    target: 'es2023',
  });
  return metafile.inputs;
}
