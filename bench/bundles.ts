/** What Lambda has to load before a function can run. */

import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { functionsOf, loadStack } from '@offboard/local-aws';
import { Code } from '@offboard/local-aws/parts';
import { packagedSource } from '../cli/common/local-stack.ts';
import { packageIfStale } from '../packaging/build-if-stale.ts';
import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMPORTS = 5;
const MAX_MS = 60;
/** With one AWS client, STS, middy, logger and metrics in it. */
const MAX_KIB = 410;

export const bundles: Measurement = {
  method: `each packaged function's module, minified, in KiB; milliseconds to import it in a fresh process, median of ${IMPORTS}`,
  async run({ note }) {
    await packageIfStale();
    const functions = functionsOf(loadStack(packagedSource(ROOT)));
    const code = new Code(functions.map(({ zip }) => zip));
    try {
      const rows = [];
      for (const { name, zip, handler } of functions) {
        const path = join(code.unpacked(zip).taskRoot, `${handler.replace(/\.\w+$/, '')}.mjs`);
        const times: number[] = [];
        for (let time = 0; time < IMPORTS; time++) times.push(await coldImport(path));
        rows.push({
          function: name,
          KiB: Math.round(statSync(path).size / 1024),
          'import ms': Math.round(quantile(times, 0.5)),
          goal: `${MAX_KIB} KiB, ${MAX_MS} ms`,
        });
        note(`bundles: ${name}`);
      }
      return { rows };
    } finally {
      code.remove();
    }
  },
};

/** @returns milliseconds, without the start of the process itself. */
async function coldImport(path: string): Promise<number> {
  const script = `const begun = performance.now(); await import(${JSON.stringify(pathToFileURL(path).href)}); console.log(performance.now() - begun); process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { AWS_REGION: packagedSource(ROOT).region },
  });
  return Number(stdout);
}
