/** npm run conformance: what AWS itself answered, where those recordings lie beside the repository. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const DATA = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'conformance');

const SUITES = ['states', 'patterns'];

if (!existsSync(DATA)) {
  console.log(`there are no recordings in ${DATA}, so there is nothing to compare with`);
} else {
  const ended = SUITES.map((suite) => {
    const adapter = join(import.meta.dirname, `${suite}.adapter.ts`);
    const runner = [join(DATA, `${suite}.mjs`), '--adapter', adapter, ...process.argv.slice(2)];
    return spawnSync(process.execPath, runner, { stdio: 'inherit' }).status ?? 1;
  });
  process.exitCode = Math.max(...ended);
}
