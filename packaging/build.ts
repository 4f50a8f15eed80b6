/** npm run build: everything a package carries that is not a source. */

import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publishedEvents, requests } from '../events/index.ts';
import { packageIfStale } from './build-if-stale.ts';
import type { Recorded } from './bundle.ts';
import { buildDist, type Inputs } from './dist.ts';
import { licenceTexts } from './licences.ts';
import { documentNames, schemaFile, schemaOf, schemaOfDocument } from './schemas.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

const [inputs, stack] = await Promise.all([buildDist(), packageIfStale((line) => console.error(line))]);
writeSchemas();
writeLicences(inputs, stack);
await writeTypes();

function writeSchemas(): void {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  mkdirSync(join(DIST, 'schemas'));
  const write = (file: string, schema: object) =>
    writeFileSync(join(DIST, 'schemas', file), `${JSON.stringify(schema, null, 2)}\n`);
  for (const contract of Object.values({ ...requests, ...publishedEvents })) {
    write(schemaFile(contract.detailType), schemaOf(contract, version));
  }
  for (const name of documentNames) write(`${name}.json`, schemaOfDocument(name, version));
}

/** Of what dist/ is made of, and of what the functions are made of. */
function writeLicences(inputs: Inputs, stack: string): void {
  const bundled = globSync('bundles/*.json', { cwd: stack }).flatMap((file) =>
    Object.keys((JSON.parse(readFileSync(join(stack, file), 'utf8')) as Recorded).inputs),
  );
  const files = [...Object.keys(inputs), ...bundled];
  writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), licenceTexts(ROOT, files));
}

/** The types of `offboard/events`, beside its bundle. */
async function writeTypes(): Promise<void> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', join(ROOT, 'packaging', 'types.tsconfig.json')]).catch(
    ({ stdout, message }: { stdout?: string; message: string }) => {
      throw new Error(`the types of offboard/events: ${stdout || message}`);
    },
  );
}
