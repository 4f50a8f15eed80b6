/** Judges a storm by the simulated services' own log of what was done to them. */

import type { EffectRecord } from '@offboard/local-aws/simulation';
import { endings, type PublishedEvent, type Stage } from '../harness.ts';
import type { Verdict } from '../proof.ts';
import type { Request } from '../requests.ts';

interface Storm {
  delivered: number;
  repeated: number;
  tied: number;
  idle: ReadonlySet<string>;
  failures: readonly string[];
}

export function judge(requests: readonly Request[], { answers, runtime }: Stage, storm: Storm): Verdict {
  const effects = runtime.cloud.effects.list();
  const requestOf = requestsByCall(requests, answers);
  const failures = [
    ...storm.failures,
    ...requests.flatMap(({ id }) => unanswered(id, endings(answers.get(id)))),
    ...[...byAssociation(effects).values()].flatMap((done) => endedWrongly(done, requestOf, storm)),
    ...askedTwice(effects, requestOf),
  ];
  const said = requests.flatMap(({ id }) => endings(answers.get(id)));
  return {
    counts: {
      requests: requests.length,
      events: storm.delivered,
      repeats: storm.repeated,
      answers: said.length,
      ended: effects.filter(isEnd).length,
      sessions: effects.filter(({ effect }) => effect === 'session-opened').length,
      refused: effects.filter(({ effect }) => effect === 'rejected').length,
      tiedAgain: storm.tied,
      ...outcomes(said),
    },
    failures,
  };
}

/** Every request is answered at least once, and all copies of one answer carry one id. */
function unanswered(id: string, said: readonly PublishedEvent[]): string[] {
  if (said.length === 0) return [`${id} was never answered`];
  const ids = new Set(said.map(({ detailType, metadata }) => `${detailType} ${metadata.id}`));
  const types = new Set(said.map(({ detailType }) => detailType));
  return ids.size === types.size ? [] : [`${id} was answered under several ids: ${[...ids].join(', ')}`];
}

type RequestOf = (effect: EffectRecord) => Request | undefined;

/** The answers tell which calls to AWS were made for their request; the services tell what each call did. */
function requestsByCall(requests: readonly Request[], answers: Stage['answers']): RequestOf {
  const made = new Map<string, Request>();
  for (const request of requests) {
    for (const { data } of answers.get(request.id) ?? []) {
      for (const { requestId } of data.calls ?? []) made.set(requestId, request);
    }
  }
  return ({ requestId }) => made.get(requestId);
}

function byAssociation(effects: readonly EffectRecord[]): Map<string, EffectRecord[]> {
  return Map.groupBy(effects, ({ kind, account, region, key }) => `${kind} ${account} ${region} ${key}`);
}

/**
 * A team's association shows no date, only its approval sessions do. A request made while there was no team, and
 * delivered when there is one again, cannot be told from one that speaks of it.
 */
const UNDATED = 'payment-cryptography-mpa-team';

/** One association's life, oldest first: ended once a tie, and by no request older than the tie. */
function endedWrongly(done: readonly EffectRecord[], requestOf: RequestOf, { idle }: Storm): string[] {
  const failures: string[] = [];
  let tiedAt = 0;
  let endedAt: number | undefined;
  for (const record of done) {
    const { effect, at, kind, key } = record;
    const what = `${kind} ${key} at ${iso(at)}`;
    if (effect === 'associated') {
      tiedAt = at;
      endedAt = undefined;
    }
    if (!isEnd(record) && effect !== 'session-opened') continue;
    const request = requestOf(record);
    if (request === undefined) failures.push(`${what}: ${effect}, and no answer tells for which request`);
    else if (request.timestamp < tiedAt && !(kind === UNDATED && idle.has(request.id))) {
      failures.push(
        `${what}: ${effect} for ${request.id} of ${iso(request.timestamp)}, but tied again at ${iso(tiedAt)}`,
      );
    }
    if (!isEnd(record)) continue;
    if (endedAt !== undefined) failures.push(`${what}: ended a second time, first at ${iso(endedAt)}`);
    endedAt = at;
  }
  return failures;
}

/** Each ask mails people. */
function askedTwice(effects: readonly EffectRecord[], requestOf: RequestOf): string[] {
  const opened = effects.filter(({ effect }) => effect === 'session-opened');
  const byRequest = Map.groupBy(opened, (record) => requestOf(record)?.id ?? 'unknown');
  return [...byRequest].flatMap(([id, sessions]) =>
    sessions.length > 1 ? [`${id} opened ${sessions.length} approval sessions`] : [],
  );
}

function isEnd({ effect }: EffectRecord): boolean {
  return effect === 'disassociated' || effect === 'disassociating';
}

function outcomes(said: readonly PublishedEvent[]): Record<string, number> {
  const outcome = ({ data, detailType }: PublishedEvent) => data.outcome ?? detailType;
  return Object.fromEntries([...Map.groupBy(said, outcome)].map(([name, all]) => [name, all.length]));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
