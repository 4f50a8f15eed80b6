/** The runtime's own door beside AWS's: the simulated cloud, its clock, its faults, and the bus's live feed. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  cancel,
  KINDS,
  type Kind,
  rows,
  type ScriptedOutcome,
  type SimulatedCloud,
  vote,
} from '../../simulators/world.ts';
import type { Calls } from '../core/calls.ts';
import type { ClockMode, RuntimeClock } from '../core/clock.ts';
import type { FaultSpec, Faults } from '../core/faults.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';

/** What the levers move. */
export interface Machinery {
  about(): Record<string, unknown>;
  clock: RuntimeClock;
  calls: Calls;
  faults: Faults;
  cloud: SimulatedCloud;
  /** Streams what happens on the bus as server-sent events. */
  feed(message: IncomingMessage, response: ServerResponse): void;
}

type Body = Readonly<Record<string, unknown>>;
type Lever = (machinery: Machinery, body: Body, query: URLSearchParams) => unknown;

/** Method and path -> what it does. GET looks, POST moves, DELETE takes back. */
const LEVERS: Record<string, Lever> = {
  'GET about': ({ about }) => about(),
  'GET associations': ({ cloud }, _body, query) => ({
    associations: listAssociations(cloud, query),
    effects: query.has('effects') ? cloud.effects.list() : undefined,
  }),
  'POST associations': ({ cloud }, body) => setOutcome(cloud, body),
  'GET calls': ({ calls }, _body, query) => ({
    total: calls.total,
    calls: calls.list().slice(-Number(query.get('most') ?? 1000)),
  }),
  'GET faults': ({ faults }) => ({ faults: faults.list() }),
  'POST faults': ({ faults }, body) => faults.set(body as unknown as FaultSpec),
  'DELETE faults': ({ faults }, _body, query) => ({
    cleared: faults.clear(query.has('id') ? Number(query.get('id')) : undefined),
  }),
  'GET clock': ({ clock }) => readClock(clock),
  'POST clock': ({ clock }, body) => moveClock(clock, body),
  'POST vote': ({ cloud }, body) => castVote(cloud, body),
};

const PREFIX = '/_offboard/';

/** Answers a request under /_offboard/; undefined for any other path. */
export async function pull(
  machinery: Machinery,
  request: WireRequest,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<WireResponse | 'handled' | undefined> {
  if (!request.path.startsWith(PREFIX)) return undefined;
  const name = request.path.slice(PREFIX.length);
  if (request.method === 'GET' && name === 'feed') {
    machinery.feed(message, response);
    return 'handled';
  }
  const lever = LEVERS[`${request.method} ${name}`];
  if (!lever)
    return answer(404, {
      message: `no lever ${request.method} ${name}; there are: ${Object.keys(LEVERS).join(', ')}, GET feed`,
    });
  try {
    return answer(200, await lever(machinery, readBody(request), request.query));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return answer(400, { message: (error as Error).message });
  }
}

/** What changes something must be JSON: a form of another page cannot send that. */
function readBody({ method, headers, body }: WireRequest): Body {
  if (method !== 'POST') return {};
  if (!headers['content-type']?.startsWith('application/json'))
    throw new Error('send JSON, with content-type application/json');
  const value: unknown = JSON.parse(body.toString('utf8') || '{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('send a JSON object');
  return value as Body;
}

function answer(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

function listAssociations(cloud: SimulatedCloud, query: URLSearchParams): unknown[] {
  const wanted = query.get('kind');
  return rows(cloud).filter(({ kind }) => wanted === null || kind === wanted);
}

function setOutcome(cloud: SimulatedCloud, body: Body): unknown {
  const kind = kindOf(body);
  const place = { account: text(body, 'account'), region: text(body, 'region') };
  const key = text(body, 'key');
  if (!cloud.association(kind, place, key)) {
    throw new Error(
      `the simulated cloud has no ${kind} ${key} in ${place.account} ${place.region}; offboard sim associations lists those it has`,
    );
  }
  cloud.setOutcome(kind, key, body.scriptedOutcome as ScriptedOutcome | undefined, place);
  return { kind, key, ...place, scriptedOutcome: body.scriptedOutcome ?? null };
}

function kindOf(body: Body): Kind {
  const kind = text(body, 'kind');
  if (!KINDS.includes(kind as Kind)) throw new Error(`kind '${kind}' is not one of ${KINDS.join(', ')}`);
  return kind as Kind;
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new Error(`${field} is missing`);
  return value;
}

function readClock(clock: RuntimeClock): unknown {
  const next = clock.next();
  return {
    now: new Date(clock.now()).toISOString(),
    mode: clock.mode,
    next: next === undefined ? null : new Date(next).toISOString(),
  };
}

async function moveClock(clock: RuntimeClock, body: Body): Promise<unknown> {
  if (body.mode !== undefined) clock.set(text(body, 'mode') as ClockMode);
  if (body.advance !== undefined) {
    const seconds = Number(body.advance);
    if (!(seconds > 0)) throw new Error(`advance takes seconds above 0, not '${body.advance}'`);
    await clock.advance(seconds * 1000);
  }
  return readClock(clock);
}

function castVote(cloud: SimulatedCloud, body: Body): unknown {
  const session = text(body, 'session');
  if (body.answer === 'CANCEL') return cancel(cloud, session);
  if (body.answer !== 'APPROVE' && body.answer !== 'REJECT') throw new Error('answer is APPROVE, REJECT or CANCEL');
  return vote(cloud, session, text(body, 'approver'), body.answer);
}
