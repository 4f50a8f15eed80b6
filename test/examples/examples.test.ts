/** Every example, run as its reader would run it, against the packaged stack on the local runtime. */

import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { buildDistIfStale } from '../../packaging/build-if-stale.ts';
import { Stack } from '../stories/stack.ts';
import { ROOT } from '../template/packaged.ts';

const EXAMPLES = join(ROOT, 'examples');
const CONNECTION = ['offboard-dev', 'acme', 'web', 'public:npmjs'];
const run = promisify(execFile);

let stack: Stack;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await buildDistIfStale();
  // The examples date their requests by the wall clock, so the stack has to have it, too.
  stack = await Stack.start({ start: Date.now() });
  env = {
    ...process.env,
    AWS_ENDPOINT_URL: stack.runtime.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'dana',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
});

afterAll(() => stack[Symbol.asyncDispose]());

async function outcomeOf(detailType: string): Promise<unknown> {
  return (await stack.next(detailType)).outcome;
}

it('emit-typescript sends a request that is answered', async () => {
  const { stdout } = await run(process.execPath, [join(EXAMPLES, 'emit-typescript', 'emit.ts'), ...CONNECTION], {
    env,
  });
  expect(stdout).toMatch(/^[0-9a-f-]{36}\n$/);
  expect(await outcomeOf('DisassociationCompleted')).toBe('DISASSOCIATED');
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

it.runIf(hasPython)('emit-python sends a request that is accepted', async () => {
  const withBoto3 = hasBoto3 ? env : { ...env, PYTHONPATH: join(import.meta.dirname, 'without-boto3') };
  const { stdout } = await run('python3', [join(EXAMPLES, 'emit-python', 'emit.py'), ...CONNECTION], {
    env: withBoto3,
  });
  expect(stdout).toMatch(/^[0-9a-f-]{36}\n$/);
});

describe('github-action', () => {
  interface Step {
    name?: string;
    run?: string;
    env?: Record<string, string>;
  }
  const workflow = parse(readFileSync(join(EXAMPLES, 'github-action', 'offboard-user.yml'), 'utf8')) as {
    jobs: { offboard: { steps: Step[] } };
  };
  const step = (name: string) => workflow.jobs.offboard.steps.find((one) => one.name === name) as Step;
  const inputs: Record<string, string> = { user: 'alice', reason: 'Contract ended' };

  it('plans and applies', async () => {
    const cwd = scratchFolder('action');
    // The runner's npx, which here is the clone's own command line.
    writeFileSync(
      join(cwd, 'npx'),
      `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${ROOT}/bin/offboard.mjs" "$@"\n`,
      {
        mode: 0o755,
      },
    );
    for (const { run: script = '', env: own = {} } of [step('Plan'), step('Apply')]) {
      const given = Object.entries(own).map(([name, value]) => [
        name,
        value === 'prod'
          ? 'dev'
          : value.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => inputs[input] ?? ''),
      ]);
      await run('bash', ['-euo', 'pipefail', '-c', script], {
        cwd,
        env: {
          ...env,
          ...Object.fromEntries(given),
          PATH: `${cwd}${delimiter}${process.env.PATH}`,
          GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
        },
      });
    }
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('alice');
    expect((await stack.next('OffboardingCompleted')).rollUp).toMatchObject({ planned: 1 });
  });
});

it('notify-on-failure sends one message a failure', async () => {
  for (const [name, value] of Object.entries(env)) if (name.startsWith('AWS_')) vi.stubEnv(name, value);
  const sqs = new SQSClient({});
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'on-call' }));
  vi.stubEnv('QUEUE_URL', QueueUrl);
  const path = join(EXAMPLES, 'notify-on-failure', 'handler.ts');
  const { handler } = (await import(path)) as typeof import('../../examples/notify-on-failure/handler.ts');
  const sample = join(ROOT, 'events', 'samples', 'disassociation-failed.json');
  await handler(JSON.parse(readFileSync(sample, 'utf8')));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages).toHaveLength(1);
  expect(Messages[0]?.Body).toContain('opensearch-packages was not removed: FAILED');
  vi.unstubAllEnvs();
  sqs.destroy();
});
