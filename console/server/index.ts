/** The console's server: a function from a request to its answer. All it knows comes from AWS's API. */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { isFromOtherPage } from '@offboard/loopback-guard';
import { associationOf, isKind, subjectTypes } from '../../associations/registry.ts';
import { flagsOf } from '../../client/connection.ts';
import { type DeadLetter, readDeadLetters, readQueues } from '../../client/dead-letters/read.ts';
import { ClientError, type ClientErrorCode } from '../../client/errors.ts';
import { callerArn } from '../../client/identity/caller.ts';
import { isRequestMachine, type Machine } from '../../client/stack.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { DeadLetterView, StackInfo } from '../contract.ts';
import { actions } from './actions.ts';
import { Assets, CONTENT_SECURITY_POLICY } from './assets.ts';
import type { Body } from './body.ts';
import { samples, validateEvent } from './emit.ts';
import { diskCache, memoryCache } from './executions/cache.ts';
import { LiveExecutionList } from './executions/live-list.ts';
import { AWS_RATES, LOCAL_RATES, RateLimiter } from './executions/rate-limiter.ts';
import { ExecutionSessions } from './executions/sessions.ts';
import { HttpError, json, type Request, type Response } from './http.ts';
import { readRestorable } from './offboard.ts';
import { ReportReader } from './report.ts';
import { readSchedules } from './schedules.ts';

export type { Request, Response } from './http.ts';

interface ConsoleOptions {
  client: StackClient;
  /** The directory of the built pages. */
  assets: string;
  /** False for a read-only console. */
  actions: boolean;
  /** A request that works, as the words of a command line. */
  exampleRequest: string;
  /** The directory in which ended executions are cached; in memory without it. */
  cache?: string;
}

/** @returns undefined where there is no such path. */
export type Console = (request: Request) => Promise<Response | undefined>;

/** In milliseconds. */
const INTERVALS = {
  local: { list: 150, ended: 2_000, stale: 700 },
  aws: { list: 2_000, ended: 60_000, stale: 15_000 },
};
const MAX_AGE = { local: 100, aws: 5_000 };
const RATES = { local: LOCAL_RATES, aws: AWS_RATES };

interface Server {
  options: ConsoleOptions;
  list: LiveExecutionList;
  sessions: ExecutionSessions;
  report: ReportReader;
  assets: Assets;
  /** Only the console's own page has it. */
  token: string;
}

type Route = (server: Server, query: URLSearchParams) => unknown;

/** GET /api/<name>: reads, and changes nothing. */
export const reads: Readonly<Record<string, Route>> = {
  stack: ({ options }) => stackInfo(options),
  async executions({ list }, query) {
    const visible = (query.get('visible') ?? '').split(',').filter(Boolean).map(Number);
    await list.keepCurrent(visible);
    return query.has('newest') ? list.newest(wholeNumber(query, 'newest')) : list.changes(wholeNumber(query, 'after'));
  },
  execution: ({ sessions }, query) => sessions.read(query.get('arn') ?? '', wholeNumber(query, 'after')),
  offboarding: ({ sessions }, query) => sessions.offboarding(query.get('arn') ?? ''),
  evidence: ({ sessions }, query) => sessions.evidence(query.get('arn') ?? ''),
  restorable: ({ options }, query) => readRestorable(options.client, query.get('arn') ?? ''),
  schedules: ({ options, list }, query) => readSchedules(options.client, list, wholeNumber(query, 'now')),
  queues: ({ options }) => readQueues(options.client),
  'dead-letters': ({ options }) => deadLetters(options.client),
  report: ({ report }, query) => report.read(wholeNumber(query, 'since'), wholeNumber(query, 'sla') || undefined),
  samples: ({ options }, query) => samples(options.client, wholeNumber(query, 'now')),
};

export function createConsole(options: ConsoleOptions): Console {
  const { client } = options;
  const mode = client.connection.local ? 'local' : 'aws';
  const cache = options.cache === undefined ? memoryCache() : diskCache(options.cache);
  const limiter = new RateLimiter(RATES[mode]);
  const list = new LiveExecutionList({ client, limiter, cache, intervals: INTERVALS[mode] });
  const server: Server = {
    options,
    list,
    sessions: new ExecutionSessions({ list, client, cache, maxAge: MAX_AGE[mode] }),
    report: new ReportReader(client),
    assets: new Assets(options.assets),
    token: randomBytes(24).toString('base64url'),
  };
  return async (request) => {
    const response = await respond(server, request);
    return response && { ...response, headers: { ...response.headers, ...SECURITY_HEADERS } };
  };
}

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

async function respond(server: Server, request: Request): Promise<Response | undefined> {
  const { method, path } = request;
  try {
    if (path.startsWith('/api/')) {
      if (isFromOtherPage(request)) throw new HttpError(403, 'ForbiddenOrigin', 'a link may lead to a page only');
      const name = path.slice('/api/'.length);
      return json((await (method === 'POST' ? handlePost : handleGet)(server, name, request)) ?? {});
    }
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const asset = server.assets.answer(request);
    if (asset) return asset;
    if (PAGES.test(path)) return server.assets.page(server.token);
    // Whoever follows a link reads a page; programs read the error of whom the path is.
    return isNavigation(request) ? { ...server.assets.page(server.token), status: 404 } : undefined;
  } catch (error) {
    return errorResponse(error);
  }
}

/** The paths that the pages' router knows. */
const PAGES =
  /^\/(?:(?:executions|evidence|offboard|events|notices|associations|simulation|report|schedules|dead-letters)(?:\/.*)?)?$/;

function isNavigation({ headers }: Request): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

async function handleGet(server: Server, name: string, { method, query }: Request): Promise<unknown> {
  const route = Object.hasOwn(reads, name) && method === 'GET' ? reads[name] : undefined;
  if (!route) throw new HttpError(404, 'NotFound', `there is no ${method} /api/${name}`);
  return route(server, query);
}

/** POST /api/<name>: only from the console's own page, which has the token, and only as JSON. */
async function handlePost(
  { options, sessions, token }: Server,
  name: string,
  { headers, body }: Request,
): Promise<unknown> {
  if (!headers['content-type']?.startsWith('application/json')) {
    throw new HttpError(415, 'UnsupportedMediaType', 'send JSON, with content-type application/json');
  }
  if (!isEqual(headers['x-offboard-token'], token)) {
    throw new HttpError(403, 'InvalidToken', 'this page was served by an earlier console; reload it');
  }
  const input = parseBody(body);
  if (name === 'check') return validateEvent(input.event);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) throw new HttpError(404, 'NotFound', `there is no POST /api/${name}`);
  if (!options.actions) {
    throw new HttpError(403, 'ReadOnly', 'this console is read-only; start it with --allow-actions');
  }
  const result = await action(options.client, input);
  if (typeof input.arn === 'string') sessions.invalidate(input.arn);
  return result;
}

function isEqual(given: unknown, token: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseBody(body: Buffer): Body {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new HttpError(400, 'InvalidJson', 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'InvalidJson', 'the body is not a JSON object');
  }
  return value as Body;
}

async function stackInfo({ client, actions: allowed, exampleRequest }: ConsoleOptions): Promise<StackInfo> {
  const [{ name, bus, machines }, identity] = await Promise.all([
    client.stack(),
    callerArn(client).catch(() => undefined),
  ]);
  const { region, local, here } = client.connection;
  return {
    ...(identity !== undefined && { identity }),
    ...{ name, bus, region, exampleRequest },
    local: local && here === undefined,
    here: here !== undefined,
    actions: allowed,
    flags: flagsOf(client.connection),
    subjects: Array.from(subjectTypes, ([type, description]) => ({ type, description })),
    machines: machines.map((machine) => ({
      ...machine,
      ...usualOf(machine),
      internal: !isRequestMachine(machine.role),
    })),
  };
}

function usualOf({ role }: Machine): { usualSeconds?: number } {
  return isKind(role) ? { usualSeconds: associationOf(role).policy.pace.usual } : {};
}

/** Shown messages come back to the queue after this. */
const VISIBILITY_SECONDS = 5;
const MAX_DEAD_LETTERS = 50;

async function deadLetters(client: StackClient): Promise<DeadLetterView[]> {
  const messages = await readDeadLetters(client, { visibilitySeconds: VISIBILITY_SECONDS, limit: MAX_DEAD_LETTERS });
  return messages.map(({ receipt: _receipt, queueUrl: _url, event: _event, ...message }: DeadLetter) => message);
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name) ?? 0);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new HttpError(400, 'InvalidQuery', `${name} must be a whole number`);
  }
  return value;
}

const STATUS_CODES: Readonly<Record<ClientErrorCode, number>> = {
  INVALID: 400,
  NOT_FOUND: 404,
  NOT_PERMITTED: 403,
  STILL_RUNNING: 504,
  FAILED: 502,
};

/** An error of AWS keeps its name, message and status. */
function errorResponse(error: unknown): Response {
  if (error instanceof ClientError) {
    return json({ error: error.code, message: error.message }, STATUS_CODES[error.code]);
  }
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = error instanceof HttpError ? error.status : ($metadata?.httpStatusCode ?? 502);
  return json({ error: name, message }, status >= 400 ? status : 502);
}
