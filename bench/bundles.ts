/** What Lambda has to load before a function can run, beside the bare SDK clients that it calls. */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { functionsOf, loadStack } from '@offboard/local-aws';
import { Code } from '@offboard/local-aws/parts';
import { packagedSource } from '../cli/common/local-stack.ts';
import { packageIfStale } from '../packaging/build-if-stale.ts';
import { bundle, type Recorded } from '../packaging/bundle.ts';
import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RECORDS = join(ROOT, '.serverless', 'bundles');
/** Below the repository, whose packages they import. */
const BARE = join('.serverless', 'bare');
const IMPORTS = 5;
/** Of the bare clients' size, and of the time to import them. */
const GOAL = '1.3, 1.25';

interface Loaded {
  KiB: number;
  milliseconds: number;
}

export const bundles: Measurement = {
  method: `each packaged function's module, minified, and the SDK clients and commands that it uses, bundled alone the same way: KiB, and milliseconds to import it in a fresh process, median of ${IMPORTS}, by turns`,
  async run({ note }) {
    await packageIfStale();
    const functions = functionsOf(loadStack(packagedSource(ROOT)));
    const code = new Code(functions.map(({ zip }) => zip));
    try {
      const bareOf = await bundleBare(functions.map(({ name }) => name));
      const rows = [];
      for (const { name, zip, handler } of functions) {
        const path = join(code.unpacked(zip).taskRoot, `${handler.replace(/\.\w+$/, '')}.mjs`);
        const bare = bareOf.get(name);
        const [own, other] = await loaded(bare === undefined ? [path] : [path, bare]);
        const row = { function: name, ...figures(own as Loaded, other) };
        rows.push(row);
        note(`bundles: ${Object.values(row).join(' ')}`);
      }
      return { rows };
    } finally {
      code.remove();
      rmSync(join(ROOT, BARE), { recursive: true, force: true });
    }
  },
};

function figures(own: Loaded, bare: Loaded | undefined) {
  const absolute = { KiB: own.KiB, 'import ms': Math.round(own.milliseconds) };
  if (bare === undefined) return { ...absolute, 'bare KiB': '-', goal: 'it calls no service' };
  return {
    ...absolute,
    ...{ 'bare KiB': bare.KiB, 'bare ms': Math.round(bare.milliseconds) },
    ...{ 'x KiB': (own.KiB / bare.KiB).toFixed(2), 'x ms': (own.milliseconds / bare.milliseconds).toFixed(2) },
    goal: GOAL,
  };
}

/** Bundles of the clients alone, by the name of the function; none for one that calls no service. */
async function bundleBare(names: readonly string[]): Promise<Map<string, string>> {
  mkdirSync(join(ROOT, BARE), { recursive: true });
  const entries = names.flatMap((name) => {
    const text = importsIn(name);
    if (text === '') return [];
    writeFileSync(join(ROOT, BARE, `${name}.ts`), text);
    return { name, file: `${BARE}/${name}` };
  });
  const modules = await bundle(entries, ROOT, join(ROOT, BARE));
  return new Map(
    entries.map(({ name }, index) => {
      const path = join(ROOT, BARE, `${name}.mjs`);
      writeFileSync(path, modules[index]?.code ?? '');
      return [name, path];
    }),
  );
}

/** A module of what the function's sources import of SDK clients, and nothing else. */
function importsIn(name: string): string {
  const { inputs } = JSON.parse(readFileSync(join(RECORDS, `${name}.json`), 'utf8')) as Recorded;
  const sources = Object.keys(inputs).filter((path) => path.endsWith('.ts') && existsSync(join(ROOT, path)));
  const imported = sources.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(CLIENT_IMPORT)]);
  const lines: string[] = [];
  const used: string[] = [];
  for (const [client, those] of Map.groupBy(imported, ([, , client = '']) => client)) {
    const names = those.flatMap(([, list = '']) => list.split(',').map((one) => one.trim()));
    const values = [...new Set(names.filter((one) => one !== '' && !one.startsWith('type ')))];
    if (values.length === 0) continue;
    lines.push(`import { ${values.join(', ')} } from '${client}';`);
    used.push(...values);
  }
  return used.length === 0 ? '' : `${lines.join('\n')}\nexport const handler = [${used.join(', ')}];\n`;
}

const CLIENT_IMPORT = /^import \{([^}]+)\} from '(@aws-sdk\/client-[\w-]+)';/gm;

/** Each by turns, so that whatever else the machine does slows all alike. */
async function loaded(paths: readonly string[]): Promise<Loaded[]> {
  const times = paths.map((): number[] => []);
  for (let time = 0; time < IMPORTS; time++) {
    for (const [index, path] of paths.entries()) times[index]?.push(await coldImport(path));
  }
  return paths.map((path, index) => ({
    KiB: Math.round(statSync(path).size / 1024),
    milliseconds: quantile(times[index] ?? [], 0.5),
  }));
}

/** @returns milliseconds, without the start of the process itself. */
async function coldImport(path: string): Promise<number> {
  const script = `const begun = performance.now(); await import(${JSON.stringify(pathToFileURL(path).href)}); console.log(performance.now() - begun); process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { AWS_REGION: packagedSource(ROOT).region },
  });
  return Number(stdout);
}
