/**
 * A bug in a provider: its discovery requests removals. The roles of the functions are given every permission, so that only
 * what forwards is between the bug and the account.
 */

import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalAws, Stack } from '@offboard/local-aws';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Kind, kinds } from '../../associations/registry.ts';
import { packagedSource } from '../../cli/common/local-stack.ts';
import { findCaller } from '../../cli/here/caller.ts';
import { allowedCalls, READS } from '../../cli/here/operations.ts';
import { startHereStack } from '../../cli/here/stack.ts';
import { createHttpHandler } from '../../cli/here/upstream.ts';
import { main } from '../../cli/main.ts';
import { zip } from '../../packaging/zip.ts';

import { caller, callsDuring, ROOT, signIn, useFarSide } from './far.ts';

useFarSide('--seed', '11');

let near: Required<LocalAws>;
let folder: string;

beforeAll(async () => {
  folder = scratchFolder('planted');
  const bundles = join(folder, 'bundles');
  cpSync(join(ROOT, '.serverless'), bundles, { recursive: true, filter: (path) => !path.includes('/bundles/') });
  for (const kind of kinds) await plant(kind, bundles);
  signIn();
  const requestHandler = createHttpHandler();
  near = await startHereStack({
    source: { ...packagedSource(ROOT), bundles },
    caller: await findCaller('us-east-1', requestHandler, new AbortController().signal),
    folder,
    allowed: allowedCalls(READS),
    alter: allowingEverything,
    requestHandler,
    onCredentialsFailure: (error) => {
      throw error;
    },
    log: () => {},
  });
});

afterAll(() => near.close());

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function plant(kind: Kind, bundles: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { discover } from './functions/discover.ts';
        import provider from './associations/${kind}/provider.ts';
        import { associations } from './associations/registry.ts';
        process.env.REQUESTS_TABLE_NAME = 'offboard-dev-requests';
        const { example } = associations['${kind}'].target;
        async function* bug(filter, context, cursor) {
          const failed = await provider.start(example, context).then(() => undefined, (error) => error);
          console.log('planted', failed?.name ?? 'requested');
          yield* provider.discover(filter, context, cursor);
        }
        export const handler = discover({ ...provider, discover: bug });`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    alias: { '@aws-sdk/credential-provider-node': './functions/common/lambda-credentials.ts' },
    absWorkingDir: ROOT,
    logLevel: 'error',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  await zip({ path: 'functions/discover.mjs', code }, join(bundles, `offboard-dev-discover-${kind}.zip`));
}

function allowingEverything(stack: Stack): Stack {
  const everything = {
    PolicyName: 'everything',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  };
  const resources = stack.resources.map((resource) =>
    resource.type === 'AWS::IAM::Role'
      ? {
          ...resource,
          properties: {
            ...resource.properties,
            Policies: [...((resource.properties.Policies ?? []) as object[]), everything],
          },
        }
      : resource,
  );
  return { ...stack, resources };
}

it.each(kinds)('of %s requests nothing of the account', async (kind) => {
  const seen = near.calls.total;
  const { accessKeyId, secretAccessKey, sessionToken } = near.callerCredentials;
  signIn({ accessKeyId, secretAccessKey, sessionToken });
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
  const there = await callsDuring(() =>
    main(['plan', '--kind', kind, '--everything', '--endpoint', near.endpoint, '--region', 'us-east-1']),
  );

  const refused = near.calls
    .list()
    .slice(seen - near.calls.total)
    .filter(({ message = '' }) => /not among the operations/.test(message));
  expect(refused.length, 'the bug was reached').toBeGreaterThan(0);
  const { operations } = allowedCalls(READS);
  const names = [...operations].map((operation) => operation.slice(operation.indexOf(':') + 1));
  expect(there.filter(({ operation }) => !names.includes(operation))).toEqual([]);
});

it('leaves nothing of the credentials in the state, its log of writes included', () => {
  const kept = readdirSync(folder).filter((name) => name.startsWith('offboard.sqlite'));
  expect(kept).toContain('offboard.sqlite-wal');
  expect(kept.some((name) => statSync(join(folder, name)).size > 0)).toBe(true);
  for (const name of kept) {
    const bytes = readFileSync(join(folder, name));
    for (const secret of Object.values(caller)) expect(bytes.includes(secret), name).toBe(false);
  }
});
