/** The console's own HTTP server: over the wire, read-only, within a third of Step Functions' rates. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { consoleOf } from '../../cli/common/console.ts';
import type { ExecutionChanges } from '../../console/contract.ts';
import { diskCache } from '../../console/server/executions/cache.ts';
import { LiveExecutionList } from '../../console/server/executions/live-list.ts';
import { AWS_RATES, LOCAL_RATES, RateLimiter } from '../../console/server/executions/rate-limiter.ts';
import { type ConsoleServer, startServer } from '../../console/server/http-server.ts';
import { type ConsoleHarness, startHarness, type TestRequest } from './harness.ts';

/** Short executions, enough to exceed the rates: their associations do not exist. */
const ABSENT = Array.from(
  { length: 18 },
  (_, index): TestRequest => ['opensearch-packages', { domainName: 'movies', packageIds: [`F9${index + 10_000_000}`] }],
);
const REQUESTS = 2 + ABSENT.length;

/** Row ids; more than there are rows. */
const IDS = Array.from({ length: 60 }, (_, id) => id).join(',');

const isKind = (role: string) => (kinds as readonly string[]).includes(role);

let harness: ConsoleHarness;
let server: ConsoleServer;

beforeAll(async () => {
  vi.stubEnv('XDG_CACHE_HOME', scratchFolder('cache'));
  harness = await startHarness();
  const readOnly = await consoleOf(harness.context.client(), { actions: false, assets: harness.assets });
  server = await startServer({ console: readOnly, port: 0, runtime: harness.runtime.endpoint, actions: false });
  await harness.requestAll([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F222222222'] }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' }],
    ...ABSENT,
  ]);
  await harness.ended(REQUESTS);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  await harness?.close();
});

async function getJson<Answer>(base: string, path: string): Promise<Answer> {
  return (await (await fetch(`${base}${path}`)).json()) as Answer;
}

/** The rows of requests once all of them are read. */
async function requestRows(base: string): Promise<unknown[]> {
  let rows: ExecutionChanges['rows'] = [];
  for (let read = false; !read; ) {
    ({ rows } = await getJson<ExecutionChanges>(base, `/api/executions?after=0&visible=${IDS}`));
    rows = rows.filter(({ kind, machine }) => kind !== undefined && machine.endsWith(kind));
    read = rows.length === REQUESTS && rows.every(({ detail }) => detail === 'HISTORY');
  }
  return rows.map(({ id: _id, changed: _changed, ...row }) => row).sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

describe('a second endpoint', () => {
  it('shows the same as the runtime’s own pages', async () => {
    expect(await requestRows(server.address)).toEqual(await requestRows(harness.runtime.endpoint));
  });

  it('forwards the runtime’s feed', async () => {
    const response = await fetch(`${server.address}/_local-aws/feed`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toMatch(/^id: 1\ndata: \{/);
    await reader.cancel();
  });
});

describe('a read-only console', () => {
  const post = async (path: string, headers: Record<string, string> = {}) => {
    const page = await (await fetch(server.address)).text();
    const token = /offboard-token" content="([^"]+)"/.exec(page)?.[1] ?? '';
    return fetch(`${server.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-offboard-token': token, ...headers },
      body: JSON.stringify({ rule: 'offboard-dev-sweep', bus: 'default', advance: 60 }),
    });
  };

  it('rejects actions, and says how to allow them', async () => {
    const answer = await post('/api/pause');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      error: 'ReadOnly',
      message: expect.stringContaining('--allow-actions'),
    });
  });

  it('rejects changes of the runtime', async () => {
    const before = harness.runtime.clock.now();
    expect((await post('/_local-aws/clock')).status).toBe(403);
    expect(harness.runtime.clock.now() - before).toBeLessThan(60_000);
  });

  it('rejects other origins and other host names', async () => {
    expect((await post('/api/check', { origin: 'https://evil.example' })).status).toBe(403);
    const embedded = { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' } };
    const followed = { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' } };
    for (const address of [server.address, harness.runtime.endpoint]) {
      expect((await fetch(`${address}/api/stack`, embedded)).status).toBe(403);
      expect((await fetch(address, followed)).status).toBe(200);
      expect((await fetch(`${address}/api/stack`, followed)).status).toBe(403);
    }
  });

  it.each([
    ['with its length', (body: Buffer) => body],
    ['in chunks', (body: Buffer) => new Blob([new Uint8Array(body)]).stream()],
  ])('reads no body that is too large, sent %s, whatever its path', async (_name, bodyOf) => {
    for (const path of ['/api/check', '/_local-aws/clock']) {
      const body = bodyOf(Buffer.alloc(3 * 1024 * 1024));
      const sent = fetch(`${server.address}${path}`, { method: 'POST', body, duplex: 'half' } as RequestInit);
      // undici reports the closed connection where it had not sent everything before the answer came.
      const status = await sent.then(
        (answer) => answer.status,
        (error: Error) => (error.cause as { code?: string }).code,
      );
      expect([413, 'EPIPE', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(status);
    }
  });

  it('sends a content security policy without other origins', async () => {
    const { headers } = await fetch(server.address);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('over AWS', () => {
  /** Keeps a list current until every request is read. */
  async function readAll(caller: string, cache: string): Promise<ExecutionChanges['rows']> {
    const deployed = harness.deployed(caller);
    const { machines, ...rest } = await deployed.stack();
    const requestMachines = machines.filter(({ role }) => isKind(role));
    const client = { ...deployed, stack: async () => ({ ...rest, machines: requestMachines }) };
    const intervals = { list: 50, ended: 60_000, stale: 60_000 };
    const list = new LiveExecutionList({
      client,
      limiter: new RateLimiter(LOCAL_RATES),
      cache: diskCache(cache),
      intervals,
    });
    for (;;) {
      const { rows } = list.changes(0);
      if (rows.length === REQUESTS && rows.every(({ detail }) => detail === 'HISTORY')) return rows;
      await list.keepCurrent(rows.map(({ id }) => id));
      await sleep(20);
    }
  }

  it('reads ended executions once and caches them in files that only their owner can read', async () => {
    const cache = scratchFolder('cache');
    const facts = (rows: ExecutionChanges['rows']) =>
      new Map(rows.map(({ arn, outcome, polls }) => [arn, { outcome, polls }]));
    const read = facts(await readAll('first', cache));
    expect(harness.callsOf('first').GetExecutionHistory).toBeGreaterThanOrEqual(REQUESTS);
    expect(facts(await readAll('second', cache))).toEqual(read);
    expect(harness.callsOf('second')).not.toHaveProperty('GetExecutionHistory');
    expect(readdirSync(cache).map((file) => statSync(join(cache, file)).mode & 0o777)).toEqual(
      Array(REQUESTS).fill(0o600),
    );
  });

  it('uses at most a third of the rates, and says what it has not read', async () => {
    const deployed = await consoleOf(harness.deployed('paced'), { actions: false, assets: harness.assets });
    const paced = await startServer({ console: deployed, port: 0, actions: false });
    const began = performance.now();
    let answer = await getJson<ExecutionChanges>(paced.address, '/api/executions?newest=60');
    const calls = Object.keys(AWS_RATES);
    // Every call is made within seconds, long before a dozen machines are listed.
    const isUnasked = () => calls.some((call) => !(call in harness.callsOf('paced')));
    while (performance.now() - began < 2_000 || isUnasked() || answer.progress.total === 0) {
      answer = await getJson<ExecutionChanges>(paced.address, `/api/executions?after=0&visible=${IDS}`);
      await sleep(50);
    }
    const spent = harness.callsOf('paced');
    const seconds = (performance.now() - began) / 1000;
    await paced.close();
    for (const [call, rate] of Object.entries(AWS_RATES)) {
      expect(spent[call], call).toBeLessThanOrEqual(1 + rate * seconds);
    }
    expect(spent).not.toHaveProperty('DescribeMapRun');
    const { progress } = answer;
    expect(progress.described).toBeLessThan(progress.total);
    // Most machines were not asked yet, so that nothing can be said of how far back the list goes.
    expect(progress.complete).toBe(false);
    expect(progress).not.toHaveProperty('backTo');
  });
});

describe('the rate limiter', () => {
  it('allows a third of Step Functions’ rates', () => {
    expect(AWS_RATES).toEqual({
      DescribeExecution: 5,
      GetExecutionHistory: 20 / 3,
      ListExecutions: 5 / 3,
    });
  });

  it('never exceeds its rate, whatever the number of concurrent calls', async () => {
    const limiter = new RateLimiter({ ...AWS_RATES, DescribeExecution: 100 });
    const turns: number[] = [];
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        await limiter.take('DescribeExecution');
        turns.push(performance.now());
      }),
    );
    // Timers may come up to a millisecond early.
    expect((turns.at(-1) as number) - began).toBeGreaterThanOrEqual(11 * 10 - 2);
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  });
});
