/** The console's server: a function from a request to its answer. Everything it knows comes from AWS's API. */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { StackInfo } from '../contract.ts';
import { actions, type Body } from './actions.ts';
import { Assets, CONTENT_SECURITY_POLICY } from './assets.ts';
import type { AwsGateway } from './aws-gateway.ts';
import { readLetters, readQueues } from './dead-letters.ts';
import { checkEvent, samples } from './emit.ts';
import { diskCache, memoryCache } from './executions/cache.ts';
import { LiveExecutionList } from './executions/live-list.ts';
import { AWS_RATES, LOCAL_RATES, RateLimiter } from './executions/rate-limiter.ts';
import { ExecutionSessions } from './executions/sessions.ts';
import { HttpError, json, type Request, type Response } from './http.ts';
import { readSchedules } from './schedules.ts';

export type { Request, Response } from './http.ts';

export interface ConsoleOptions {
  source: AwsGateway;
  /** Where the built pages are. */
  assets: string;
  /** May anything be changed from the pages? */
  actions: boolean;
  /** Flags that lead a command line to the same place. */
  flags: string;
  /** Where executions that have ended are kept; in memory without it. */
  cache?: string;
}

export type Console = (request: Request) => Promise<Response | undefined>;

/** How often a page may make the console ask again, in milliseconds. */
const REFRESH = {
  local: { list: 150, sweep: 2_000, stale: 700 },
  aws: { list: 2_000, sweep: 60_000, stale: 15_000 },
};

interface Parts {
  options: ConsoleOptions;
  reader: LiveExecutionList;
  open: ExecutionSessions;
}

type Route = (parts: Parts, query: URLSearchParams) => unknown;

/** GET /api/<name>: looks, and changes nothing. */
const ROUTES: Readonly<Record<string, Route>> = {
  about: ({ options }) => about(options),
  async executions({ reader }, query) {
    const visible = (query.get('visible') ?? '').split(',').filter(Boolean).map(Number);
    await reader.look(visible);
    const newest = query.get('newest');
    return newest === null ? reader.changes(whole(query, 'after')) : reader.newest(Number(newest));
  },
  execution: ({ open }, query) => open.read(query.get('arn') ?? '', whole(query, 'after')),
  offboarding: ({ open }, query) => open.offboarding(query.get('arn') ?? ''),
  evidence: ({ open }, query) => open.evidence(query.get('arn') ?? ''),
  schedules: ({ options, reader }, query) => readSchedules(options.source, reader.rows, whole(query, 'now')),
  queues: ({ options }) => readQueues(options.source),
  letters: ({ options }) => readLetters(options.source),
  samples: ({ options }, query) => samples(options.source, whole(query, 'now')),
};

export function createConsole(options: ConsoleOptions): Console {
  const { source } = options;
  const pace = source.local ? REFRESH.local : REFRESH.aws;
  const cache = options.cache === undefined ? memoryCache() : diskCache(options.cache);
  const reader = new LiveExecutionList({
    source,
    budget: new RateLimiter(source.local ? LOCAL_RATES : AWS_RATES),
    cache,
    pace,
  });
  const open = new ExecutionSessions({ reader, source, cache, stale: source.local ? 100 : 5_000 });
  const parts: Parts = { options, reader, open };
  const assets = new Assets(options.assets);
  const token = randomBytes(24).toString('base64url');
  return async (request) => {
    const answered = await answer(parts, assets, token, request);
    return answered && { ...answered, headers: { ...answered.headers, ...SECURITY_HEADERS } };
  };
}

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

async function answer(parts: Parts, assets: Assets, token: string, request: Request): Promise<Response | undefined> {
  const { method, path } = request;
  try {
    if (path.startsWith('/api/')) {
      const name = path.slice('/api/'.length);
      return json((await (method === 'POST' ? act(parts, token, name, request) : look(parts, name, request))) ?? {});
    }
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    return assets.answer(request) ?? (PAGES.test(path) ? assets.page(token) : undefined);
  } catch (error) {
    return refusal(error);
  }
}

/** What the pages' own router knows; anything else is not there. */
const PAGES = /^\/(?:(?:executions|events|associations|schedules|dead-letters)(?:\/.*)?)?$/;

function look(parts: Parts, name: string, { method, query }: Request): unknown {
  const route = Object.hasOwn(ROUTES, name) && method === 'GET' ? ROUTES[name] : undefined;
  if (!route) throw new HttpError(404, 'NotFound', `there is no ${method} /api/${name}`);
  return route(parts, query);
}

/** POST /api/<name>: from our own page alone, for only that has the token, and only as JSON. */
async function act({ options, open }: Parts, token: string, name: string, request: Request): Promise<unknown> {
  const { headers, body } = request;
  if (!headers['content-type']?.startsWith('application/json')) {
    throw new HttpError(415, 'UnsupportedMediaType', 'send JSON, with content-type application/json');
  }
  if (!equal(headers['x-offboard-token'], token)) {
    throw new HttpError(403, 'WrongToken', 'this page was served by an earlier console; load it again');
  }
  const given = parsed(body);
  if (name === 'check') return checkEvent(given.event);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new HttpError(404, 'NotFound', `there is no POST /api/${name}`);
  if (!options.actions) {
    throw new HttpError(403, 'ReadOnly', 'this console only looks; start it with --allow-actions to act from it');
  }
  const done = await action(options.source, given);
  if (typeof given.arn === 'string') open.forget(given.arn);
  return done;
}

function equal(given: unknown, token: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parsed(body: Buffer): Body {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new HttpError(400, 'NotJson', 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'NotJson', 'the body is not a JSON object');
  }
  return value as Body;
}

async function about({ source, actions: allowed, flags }: ConsoleOptions): Promise<StackInfo> {
  const { name, bus, machines } = await source.stack();
  return {
    stack: name,
    bus,
    region: source.region,
    local: source.local,
    actions: allowed,
    flags,
    machines: machines.map(({ arn, name: machine, role }) => ({ arn, name: machine, role })),
  };
}

function whole(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name) ?? 0);
  if (!Number.isSafeInteger(value) || value < 0) throw new HttpError(400, 'BadQuery', `${name} is a whole number`);
  return value;
}

/** AWS's own name and words, where AWS refused. */
function refusal(error: unknown): Response {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = error instanceof HttpError ? error.status : ($metadata?.httpStatusCode ?? 502);
  return json({ error: name, message }, status >= 400 ? status : 502);
}
