/** The console's server over the wire alone: a door of its own, read-only, within a third of Step Functions' rates. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from '../../cli/console.ts';
import type { Executions } from '../../console/contract.ts';
import { Budget, ON_AWS } from '../../console/server/budget.ts';
import { type ConsoleDoor, openDoor } from '../../console/server/listen.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
let door: ConsoleDoor;

beforeAll(async () => {
  stage = await setStage();
  const looks = await consoleOf(stage.context, { actions: false, assets: stage.assets });
  door = await openDoor({ console: looks, port: 0, runtime: stage.runtime.endpoint, actions: false });
  await stage.requestAll([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F222222222'] }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' }],
  ]);
  await stage.ended(2);
});

afterAll(async () => {
  await door?.close();
  await stage?.close();
});

async function ask<Answer>(base: string, path: string): Promise<Answer> {
  return (await (await fetch(`${base}${path}`)).json()) as Answer;
}

/** What the list says of requests once all of them are read. */
async function listed(base: string): Promise<unknown[]> {
  let rows: Executions['rows'] = [];
  for (let read = false; !read; ) {
    ({ rows } = await ask<Executions>(base, '/api/executions?after=0&visible=0,1,2,3,4,5,6,7'));
    rows = rows.filter(({ kind, machine }) => kind !== undefined && machine.endsWith(kind));
    read = rows.length === 2 && rows.every(({ depth }) => depth === 'READ');
  }
  return rows.map(({ id: _id, changed: _changed, ...row }) => row).sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

describe('a second endpoint', () => {
  it('shows the same as the runtime’s own pages', async () => {
    expect(await listed(door.address)).toEqual(await listed(stage.runtime.endpoint));
  });

  it('hands the runtime’s feed through', async () => {
    const response = await fetch(`${door.address}/_offboard/feed`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toMatch(/^id: 1\ndata: \{/);
    await reader.cancel();
  });
});

describe('a console that only looks', () => {
  const post = async (path: string, headers: Record<string, string> = {}) => {
    const page = await (await fetch(door.address)).text();
    const token = /offboard-token" content="([^"]+)"/.exec(page)?.[1] ?? '';
    return fetch(`${door.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-offboard-token': token, ...headers },
      body: JSON.stringify({ rule: 'offboard-dev-sweep', bus: 'default', advance: 60 }),
    });
  };

  it('refuses to act, and says what would let it', async () => {
    const answer = await post('/api/pause');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      error: 'ReadOnly',
      message: expect.stringContaining('--allow-actions'),
    });
  });

  it('does not move the runtime either', async () => {
    const before = stage.runtime.clock.now();
    expect((await post('/_offboard/clock')).status).toBe(403);
    expect(stage.runtime.clock.now() - before).toBeLessThan(60_000);
  });

  it('answers no page of another origin and no other name', async () => {
    expect((await post('/api/check', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${door.address}/api/about`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(
      403,
    );
  });

  it('sends a policy that lets nothing in from elsewhere', async () => {
    const { headers } = await fetch(door.address);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the budget', () => {
  it('is a third of what Step Functions lets an account do', () => {
    expect(ON_AWS).toEqual({
      DescribeExecution: 5,
      GetExecutionHistory: 20 / 3,
      ListExecutions: 5 / 3,
    });
  });

  it('is never spent faster, however many ask at once', async () => {
    const budget = new Budget({ ...ON_AWS, DescribeExecution: 100 });
    const turns: number[] = [];
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        await budget.take('DescribeExecution');
        turns.push(performance.now());
      }),
    );
    // Timers may come up to a millisecond early.
    expect((turns.at(-1) as number) - began).toBeGreaterThanOrEqual(11 * 10 - 2);
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  });
});
