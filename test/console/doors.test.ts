/** Every route of every HTTP server on this machine: who may use it, and that reading changes nothing. */

import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from '../../cli/common/console.ts';
import { actions } from '../../console/server/actions.ts';
import { type ConsoleServer, startServer } from '../../console/server/http-server.ts';
import { reads } from '../../console/server/index.ts';
import { type ConsoleHarness, startHarness } from './harness.ts';

let harness: ConsoleHarness;
let server: ConsoleServer;
/** `POST clock`, of the control API. */
let controls: [method: string, name: string][];

const NAMES = [...Object.keys(reads), ...Object.keys(actions), 'check'];
const PAGES = ['/', '/executions/x', '/schedules', '/assets/app.js', '/assets/app.css'];
const FORM = 'application/x-www-form-urlencoded';

beforeAll(async () => {
  harness = await startHarness();
  const pages = await consoleOf(harness.context.client(), { actions: true, assets: harness.assets });
  server = await startServer({ console: pages, port: 0, runtime: harness.runtime.endpoint, actions: true });
  const { message } = JSON.parse((await send(harness.runtime.endpoint, { path: '/_local-aws/no' })).body);
  controls = [...message.matchAll(/\b(GET|POST|DELETE) ([\w-]+)/g)].slice(1).map(([, method, name]) => [method, name]);
  expect(controls.length).toBeGreaterThan(8);
});

afterAll(async () => {
  await server?.close();
  await harness?.close();
});

interface Sent {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A request with any header, which fetch does not allow. A connection that is cut has the status 0. */
function send(address: string, { path, method = 'GET', headers = {}, body = '' }: Sent) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve) => {
    // In a URL its dots would be resolved.
    const sent = httpRequest(address, { path, method, headers }, (response) => {
      let text = '';
      const done = () => {
        resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
        response.destroy();
      };
      // The feed does not end.
      if (response.headers['content-type'] === 'text/event-stream') return done();
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', done);
    });
    sent.on('error', () => resolve({ status: 0, body: '', headers: {} }));
    sent.end(body);
  });
}

const doors = () => [harness.runtime.endpoint, server.address];
const controlPaths = () => controls.map(([method, name]) => ({ method, path: `/_local-aws/${name}` }));
const writes = () => [
  ...controlPaths().filter(({ method }) => method === 'POST'),
  ...[...Object.keys(actions), 'check'].map((name) => ({ method: 'POST', path: `/api/${name}` })),
];
const everything = () => [
  ...controlPaths(),
  ...PAGES.map((path) => ({ method: 'GET', path })),
  ...Object.keys(reads).map((name) => ({ method: 'GET', path: `/api/${name}` })),
  ...writes(),
];

/** Read-only operations of AWS; a message that is received is hidden for a moment, and stays. */
const READ = /^(Get|List|Describe|Receive|Head|Select|Test)/;

/** What can be changed through a door: by AWS's operations, and by the control API. */
function state() {
  const { runtime } = harness;
  return JSON.stringify({
    changes: runtime.calls.list().filter(({ operation }) => !READ.test(operation)),
    faults: runtime.faults.list(),
    clock: runtime.clock.mode,
    effects: runtime.cloud.effects.list(),
  });
}

const tokenOf = async (address: string) =>
  /offboard-token" content="([^"]+)"/.exec((await send(address, { path: '/' })).body)?.[1] ?? '';

describe('every door', () => {
  it('changes nothing by GET or HEAD, whatever the path and its query', async () => {
    const before = state();
    const query = '?rule=offboard-dev-sweep&arn=x&queue=x&event={}&mode=jump&advance=60&kind=throttle&rate=1&id=1';
    for (const address of doors()) {
      const headers = { 'content-type': 'application/json', 'x-offboard-token': await tokenOf(address) };
      for (const method of ['GET', 'HEAD']) {
        for (const { path } of everything()) await send(address, { path: `${path}${query}`, method, headers });
      }
    }
    expect(state()).toBe(before);
  });

  it('has nothing at a path that reads as a host', async () => {
    for (const path of ['//', '//evil.example/']) expect((await send(server.address, { path })).status).toBe(404);
  });

  it('passes on nothing but the control API', async () => {
    for (const path of ['/_local-aws/../nothing', '/_local-aws/%2e%2e/nothing?Action=ListQueues&X-Amz-Credential=x']) {
      expect(JSON.parse((await send(server.address, { path })).body).message).toBe('there is no /nothing');
    }
  });

  it('answers no other method where it does not list one', async () => {
    const before = state();
    for (const address of doors()) {
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        for (const name of NAMES) {
          const { status, headers } = await send(address, { path: `/api/${name}`, method });
          expect([method, name, status]).toEqual([method, name, 404]);
          expect(headers['access-control-allow-origin']).toBeUndefined();
        }
      }
    }
    expect(state()).toBe(before);
  });

  it.each<[string, Record<string, string>]>([
    ['under another host name', { host: 'evil.example' }],
    ['for a page of another origin', { origin: 'https://evil.example' }],
    ['for a page without an origin', { origin: 'null' }],
    ['for a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['embedded in a page of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
    ['embedded in a page of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' }],
  ])('answers nothing %s', async (_name, headers) => {
    const before = state();
    for (const address of doors()) {
      for (const route of everything()) {
        const { status } = await send(address, {
          ...route,
          headers: { 'content-type': 'application/json', ...headers },
        });
        expect([route, [400, 403].includes(status)]).toEqual([route, true]);
      }
    }
    expect(state()).toBe(before);
  });

  it.each(['', FORM, 'text/plain', 'multipart/form-data; boundary=x'])(
    'changes nothing by a body of %j',
    async (type) => {
      const before = state();
      for (const address of doors()) {
        const headers = { 'content-type': type, 'x-offboard-token': await tokenOf(address) };
        for (const route of writes()) {
          const body = '{"mode":"x2","kind":"throttle","rate":1,"rule":"offboard-dev-sweep"}';
          const { status } = await send(address, { ...route, headers, body });
          expect([route, [400, 415].includes(status)]).toEqual([route, true]);
        }
      }
      expect(state()).toBe(before);
    },
  );

  it('asks every action for the token of its own page', async () => {
    const before = state();
    for (const address of doors()) {
      for (const token of ['', 'x'.repeat(32), await tokenOf(doors().find((other) => other !== address) as string)]) {
        for (const name of Object.keys(actions)) {
          const headers = { 'content-type': 'application/json', 'x-offboard-token': token };
          const { status } = await send(address, { path: `/api/${name}`, method: 'POST', headers, body: '{}' });
          expect([name, status]).toEqual([name, 403]);
        }
      }
    }
    expect(state()).toBe(before);
  });

  it('bounds a body while it reads it, before it looks at a token', async () => {
    const body = Buffer.alloc(2 * 1024 * 1024 + 1, 32);
    for (const address of doors()) {
      for (const route of writes()) {
        const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
        const { status } = await send(address, { ...route, headers, body });
        expect([route, [413, 0].includes(status)]).toEqual([route, true]);
      }
    }
  });

  it('refuses headers without end', async () => {
    for (const address of doors()) {
      const headers = { 'x-large': 'x'.repeat(20_000) };
      expect((await send(address, { path: '/api/stack', headers })).status).toBe(431);
    }
  });

  it('sends each page with a policy that allows nothing inline and nothing from elsewhere', async () => {
    for (const address of doors()) {
      for (const path of ['/', '/executions/x', '/schedules']) {
        const { body, headers } = await send(address, { path });
        expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'.*style-src 'self'/);
        expect(headers['content-security-policy']).not.toMatch(/unsafe-|\*/);
        expect(headers['x-content-type-options']).toBe('nosniff');
        expect(body).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/i);
      }
    }
  });
});
