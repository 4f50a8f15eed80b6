/** A page from elsewhere can neither read nor act through the runtime's console and control API, whatever it sends. */

import { request } from 'node:http';
import { draw } from '@offboard/local-aws/random';
import { type ConsoleHarness, startHarness } from '../test/console/harness.ts';
import type { Proof, Trial, Verdict } from './common/proof.ts';

export const console: Proof = {
  claim:
    'a page from elsewhere can neither read nor act, by the console or by the runtime’s control API: Host, Origin, Sec-Fetch-Site and content type are checked, without CORS; what acts with somebody’s credentials needs a token besides',
  full: 5_000,
  small: 300,
  async run(trial) {
    const harness = await startHarness({ clock: 'real', seed: trial.seed });
    try {
      return await attack(harness, trial);
    } finally {
      await harness.close();
    }
  },
};

interface Attempt {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Nothing about it is foreign: it must be answered. */
  own: boolean;
}

interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

const RULE = 'offboard-dev-sweep';

async function attack(harness: ConsoleHarness, { seed, size, note }: Trial): Promise<Verdict> {
  const { endpoint } = harness.runtime;
  const token = await tokenOf(endpoint);
  const next = random(seed);
  const failures: string[] = [];
  const counts = { foreign: 0, own: 0, refused: 0, answered: 0 };
  for (let index = 0; index < size; index++) {
    const attempt = drawAttempt(next, new URL(endpoint).host, token);
    const answer = await send(endpoint, attempt);
    const refused = answer.status >= 400;
    counts[attempt.own ? 'own' : 'foreign']++;
    counts[refused ? 'refused' : 'answered']++;
    if (refused === attempt.own) failures.push(`${answer.status} for ${JSON.stringify(attempt)}`);
    const opened = Object.keys(answer.headers).find((name) => name.startsWith('access-control-'));
    if (opened) failures.push(`${opened} in the answer to ${JSON.stringify(attempt)}`);
    if (index % 1000 === 999) note(`${index + 1} requests`);
  }
  return { counts, failures };
}

/** What our own page is handed, and no other page can read. */
async function tokenOf(endpoint: string): Promise<string> {
  const page = await (await fetch(endpoint)).text();
  return /offboard-token" content="([^"]+)"/.exec(page)?.[1] ?? '';
}

const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  host: ['evil.example', 'evil.example:4680', '127.0.0.1.evil.example', '192.168.0.1'],
  origin: ['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost.evil.example'],
  'sec-fetch-site': ['cross-site'],
};
interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
  /** Acts with somebody's credentials. The control API changes simulated services only, for any program of this machine. */
  guarded?: boolean;
}

const SCHEDULE = { rule: RULE, bus: 'default' };
const READS: readonly Route[] = [
  ...['/', '/assets/app.js', '/api/stack', '/api/executions?newest=5', '/api/schedules?now=0', '/api/queues'],
  ...['/_local-aws/associations', '/_local-aws/clock', '/_local-aws/faults'],
].map((path) => ({ method: 'GET', path }));
const ACTS: readonly Route[] = [
  ...['pause', 'resume', 'check'].map(
    (name): Route => ({ method: 'POST', path: `/api/${name}`, body: SCHEDULE, guarded: true }),
  ),
  { method: 'POST', path: '/_local-aws/clock', body: { mode: 'real' } },
  { method: 'DELETE', path: '/_local-aws/faults' },
];

function drawAttempt(next: () => number, host: string, token: string): Attempt {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)] as Value;
  const { method, path, body, guarded = false } = pick(next() < 0.6 ? ACTS : READS);
  const headers: Record<string, string> = { host, origin: `http://${host}` };
  let own = true;
  if (body) headers['content-type'] = 'application/json';
  if (guarded) headers['x-offboard-token'] = token;
  // What a form or a page without the token can send.
  if (body && next() < 0.25) {
    headers['content-type'] = pick(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']);
    own = false;
  }
  if (guarded && next() < 0.25) {
    headers['x-offboard-token'] = pick(['', 'x', token.slice(1), `${token}x`, token.toLowerCase()]);
    own = false;
  }
  if (next() < 0.5) {
    const name = pick(Object.keys(FOREIGN));
    headers[name] = pick(FOREIGN[name] as readonly string[]);
    own = false;
  }
  return { method, path, headers, body: body ? JSON.stringify(body) : '', own };
}

/** By hand, for fetch sends no other Host than the address's. */
function send(endpoint: string, { method, path, headers, body }: Attempt): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, endpoint), { method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Numbers from 0 up to 1. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    const drawn = draw(state);
    state = drawn.state;
    return drawn.value;
  };
}
