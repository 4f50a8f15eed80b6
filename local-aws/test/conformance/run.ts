/** npm run conformance: what AWS itself answered, where those recordings lie beside the repository. */

import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../../wire/listener.ts';
import { EMITTER, harness } from '../stepfunctions/executions/harness.ts';

const DATA = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'conformance');

const more = process.argv.slice(2);

if (!existsSync(DATA)) {
  console.log(`there are no recordings in ${DATA}, so there is nothing to compare with`);
} else {
  const exits = [await withAdapter('states'), await withAdapter('patterns'), await testState()];
  process.exitCode = Math.max(...exits);
}

function withAdapter(suite: string): Promise<number> {
  return run(suite, ['--adapter', join(import.meta.dirname, `${suite}.adapter.ts`)]);
}

/** These recordings are of requests to an endpoint. */
async function testState(): Promise<number> {
  const here = harness();
  const { endpoint, close } = await listen({
    dispatcher: here.aws,
    identify: () => EMITTER,
    other: async () => undefined,
    log: () => {},
  });
  const exit = await run('teststate', ['--endpoint', endpoint, '--account', EMITTER.account]);
  await close();
  here.close();
  return exit;
}

function run(suite: string, args: readonly string[]): Promise<number> {
  const options: SpawnOptions = { stdio: 'inherit' };
  const runner = spawn(process.execPath, [join(DATA, `${suite}.mjs`), ...args, ...more], options);
  return new Promise((exited) => runner.once('exit', (code) => exited(code ?? 1)));
}
