#!/usr/bin/env node
// The one launcher, in a clone and in an installed package. Plain JavaScript that Node 20 can read, so that a Node
// that is too old is told so in words.
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`offboard needs Node 24 or newer; this is ${process.version}.`);
  console.error(
    'In a clone, npx offboard finds the Node 24 that npm ci brings; elsewhere, npm install node@24 brings it.',
  );
  process.exit(2);
}

// Before anything is on the heap: a young generation that stays small keeps a busy runtime some 100 MB smaller, as
// fast as before (npm run bench -- memory executions).
setFlagsFromString('--max-semi-space-size=1');
setFlagsFromString('--semi-space-growth-factor=1');
// A compiler in a thread of its own brings a malloc arena of its own: 20 MB after 10,000 executions, and no faster.
setFlagsFromString('--no-concurrent-recompilation');
// Garbage is collected whenever the heap has grown by a fifth: some 10 MB less after 10,000 executions, and as fast.
setFlagsFromString('--heap-growing-percent=20');

// What starts runs once and is not worth compiling: without the compilers it starts as fast, and an idle runtime stays
// some 14 MB smaller (npm run bench -- memory ready).
const STARTING_MS = 1_000;
const COMPILERS = ['sparkplug', 'maglev', 'opt'];
for (const compiler of COMPILERS) setFlagsFromString(`--no-${compiler}`);
setTimeout(() => {
  for (const compiler of COMPILERS) setFlagsFromString(`--${compiler}`);
}, STARTING_MS).unref();

// Importing node:http by its name makes every member of it, and these three bring the whole of undici: 13 MB and 20 ms
// for what nothing here uses.
const http = process.getBuiltinModule('node:http');
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete http[name];

// In a clone the bundles are built again when a source is newer; a package brings them built. Importing the bundle rather
// than the source keeps Node's type stripper, some 20 MB, out of the process.
const source = new URL('../packaging/build-if-stale.ts', import.meta.url);
if (existsSync(source)) {
  const bundled = new URL('../dist/build-dist-if-stale.mjs', import.meta.url);
  const { buildDistIfStale } = await import((existsSync(bundled) ? bundled : source).href);
  await buildDistIfStale();
}

const { main } = await import(new URL('../dist/cli.mjs', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
