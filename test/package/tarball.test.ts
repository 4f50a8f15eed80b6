/** The tarball of `npm pack`, unpacked elsewhere beside nothing but its one dependency. */

import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startLocalAws } from '@offboard/local-aws';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { beforeAll, expect, it } from 'vitest';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { simulateCloudFormation } from '../deployment/cloudformation.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

let directory: string;
/** Where the package is installed. */
let elsewhere: string;
let installed: string;

/** A build of its own, so that the dist/ that other tests run from stays as it is. */
beforeAll(async () => {
  await packageIfStale();
  directory = scratchFolder('package');
  const clone = join(directory, 'clone');
  const left = ['node_modules', '.git', 'dist', 'coverage'].map((name) => join(ROOT, name));
  cpSync(ROOT, clone, { recursive: true, preserveTimestamps: true, filter: (path) => !left.includes(path) });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  // The copy's folders are new, so its package would count as stale.
  const now = new Date();
  utimesSync(join(clone, '.serverless', '.packaged'), now, now);
  await run('npm', ['pack', '--pack-destination', directory], { cwd: clone });
  elsewhere = join(directory, 'elsewhere');
  installed = join(elsewhere, 'node_modules', 'offboard');
  mkdirSync(installed, { recursive: true });
  const [tarball = ''] = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', join(directory, tarball), '--strip-components=1', '-C', installed]);
  for (const name of Object.keys(manifest().dependencies)) {
    symlinkSync(join(ROOT, 'node_modules', name), join(elsewhere, 'node_modules', name));
  }
  writeFileSync(join(elsewhere, 'package.json'), '{ "type": "module" }');
});

function manifest(): { dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as ReturnType<typeof manifest>;
}

async function node(...args: string[]): Promise<string> {
  return (await run(process.execPath, args, { cwd: elsewhere })).stdout;
}

it('needs one package beside it', () => expect(Object.keys(manifest().dependencies)).toEqual(['valibot']));

it('brings the stack, the spoke role, the cleanups, the documents and the licences, and no source', () => {
  const brought = [
    '.serverless/cloudformation-template-update-stack.json',
    '.serverless/serverless-state.json',
    '.serverless/offboard-dev-complete.zip',
    '.serverless/spoke-role.json',
    'events/cleanups',
    'events/signals/samples',
    'events/samples',
    'docs/events.md',
    'README.md',
    'LICENSE',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/console/app.js',
  ];
  expect(brought.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  expect(
    readdirSync(installed).filter((name) => ['packaging', 'cli', 'local-aws', 'test', 'functions'].includes(name)),
  ).toEqual([]);
});

it('names nothing of the machine it was made on', () => {
  const state = readFileSync(join(installed, '.serverless', 'serverless-state.json'), 'utf8');
  expect(state).not.toContain(ROOT);
  expect(state).not.toContain(directory);
});

it('carries the licence of every package that is bundled', () => {
  const notices = readFileSync(join(installed, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['@aws-sdk/client-sfn', '@middy/core', 'jsonata', 'commander', 'croner']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
  expect(notices).toContain('Permission is hereby granted');
});

it('its command line runs the whole job there', async () => {
  const said = await node(join(installed, 'bin', 'offboard.mjs'), 'start', '--exit', '--port', '0', '--json');
  type Said = { samples: { expected: string; outcome: string }[]; leaver: object };
  const { samples, leaver } = JSON.parse(said) as Said;
  expect(samples.length).toBeGreaterThan(5);
  for (const { expected, outcome } of samples) expect(outcome).toBe(expected);
  expect(leaver).toMatchObject({ status: 'SUCCEEDED', problems: [] });
});

it('its command line makes the template of any stage', async () => {
  const aws = await startLocalAws({ services: (local) => [simulateCloudFormation(local).service] });
  const place = ['--stage', 'prod', '--endpoint', aws.endpoint];
  const given = ['--param', 'signals=person-leaving', '--param', 'notices=topic'];
  const said = await node(join(installed, 'bin', 'offboard.mjs'), 'deploy', '--dry-run', '--json', ...place, ...given);
  await aws.close();
  const { changes } = JSON.parse(said) as { changes: { logicalId: string }[] };
  const ids = changes.map(({ logicalId }) => logicalId);
  expect(ids).toEqual(expect.arrayContaining(['PersonLeavingSignalRule', 'NoticeTopic', 'Bus']));
});

it('its command line prints YAML, whose package is loaded when it is needed', async () => {
  const kinds = await node(join(installed, 'bin', 'offboard.mjs'), 'kinds', '-o', 'yaml', '--query', 'kinds[0].kind');
  expect(kinds).toBe('---\nopensearch-packages\n');
});

const SENDING = `
import { type DisassociationRequest, disassociationRequested, InvalidEvent, newMetadata } from 'offboard/events';
const detail: DisassociationRequest = {
  metadata: newMetadata(),
  data: { association: 'opensearch-packages', target: { domainName: 'movies', packageIds: ['F123456789'] } },
};
`;

it('offboard/events sends and reads', async () => {
  writeFileSync(
    join(elsewhere, 'send.ts'),
    `${SENDING}
    const entry = disassociationRequested.entry(detail, 'offboard-dev');
    const read = disassociationRequested.read({ 'detail-type': entry.DetailType, detail: JSON.parse(entry.Detail) });
    try {
      disassociationRequested.read({ 'detail-type': entry.DetailType, detail: {} });
    } catch (error) {
      console.log(JSON.stringify({ bus: entry.EventBusName, data: read.data, refused: error instanceof InvalidEvent }));
    }`,
  );
  expect(JSON.parse(await node('send.ts'))).toEqual({
    bus: 'offboard-dev',
    data: { association: 'opensearch-packages', target: { domainName: 'movies', packageIds: ['F123456789'] } },
    refused: true,
  });
});

it.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('offboard/events is typed to the kind for a strict consumer (%s, %s)', async (module, moduleResolution) => {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  const compilerOptions = { ...strict, module, moduleResolution, target: 'es2022', noEmit: true, types: [] };
  writeFileSync(join(elsewhere, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
  writeFileSync(
    join(elsewhere, 'typed.ts'),
    `${SENDING}
    export const entry: { Detail: string } = disassociationRequested.entry(detail, 'bus');
    // @ts-expect-error no such kind
    disassociationRequested.entry({ ...detail, data: { association: 'opensearch', target: {} } }, 'bus');
    // @ts-expect-error another kind's target
    disassociationRequested.entry({ ...detail, data: { association: 'opensearch-packages', target: { domain: 'acme' } } }, 'bus');
    export { InvalidEvent };`,
  );
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await expect(
    run(process.execPath, [tsc, '-p', elsewhere]).catch(({ stdout }) => ({ stdout })),
  ).resolves.toMatchObject({
    stdout: '',
  });
});

it('the JSON Schemas are imported by their events’ names', async () => {
  const wanted = 'offboard/schemas/disassociation-requested.json';
  writeFileSync(
    join(elsewhere, 'schema.mjs'),
    `import schema from '${wanted}' with { type: 'json' }; console.log(schema.title);`,
  );
  expect((await node('schema.mjs')).trim()).toBe('DisassociationRequested');
});
