#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that one that is too old can say so.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`local-aws needs Node 24 or newer; this is ${process.version}. In a clone, npx local-aws finds it.`);
  process.exit(2);
}
const { main } = await import('../main.ts');
process.exitCode = await main(process.argv.slice(2));
