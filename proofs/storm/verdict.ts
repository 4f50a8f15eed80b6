/** The verdict on a storm, by the simulated services' own log of what was done to associations. */

import type { EffectRecord, SimulatedCloud } from '@offboard/local-aws/simulation';
import { countOutcomes, finalEvents, type Harness, type PublishedEvent } from '../common/harness.ts';
import type { Verdict } from '../common/proof.ts';
import type { Request } from '../common/requests.ts';
import { nameOf } from '../offboardings/plan-differences.ts';

interface Storm {
  delivered: number;
  repeated: number;
  reassociated: number;
  idle: ReadonlySet<string>;
  failures: readonly string[];
}

export function verdictOf(requests: readonly Request[], { answers, runtime }: Harness, storm: Storm): Verdict {
  const { cloud } = runtime;
  const effects = cloud.effects.list();
  const requestOf = requestsByCall(requests, answers);
  const byAssociation = Map.groupBy(effects, nameOf);
  const failures = [
    ...storm.failures,
    ...requests.flatMap(({ id }) => answerProblems(id, finalEvents(answers.get(id)))),
    ...[...byAssociation.values()].flatMap((history) => historyProblems(history, { requestOf, storm, cloud })),
    ...repeatedSessions(effects, requestOf),
  ];
  const events = requests.flatMap(({ id }) => finalEvents(answers.get(id)));
  return {
    counts: {
      requests: requests.length,
      events: storm.delivered,
      repeats: storm.repeated,
      answers: events.length,
      disassociated: effects.filter(isDisassociation).length,
      sessions: effects.filter(({ effect }) => effect === 'session-opened').length,
      rejected: effects.filter(({ effect }) => effect === 'rejected').length,
      reassociated: storm.reassociated,
      ...countOutcomes(events),
    },
    failures,
  };
}

/** Every request is answered at least once, and all copies of one answer have one id. */
function answerProblems(id: string, events: readonly PublishedEvent[]): string[] {
  if (events.length === 0) return [`${id} was never answered`];
  const ids = new Set(events.map(({ detailType, metadata }) => `${detailType} ${metadata.id}`));
  const types = new Set(events.map(({ detailType }) => detailType));
  return ids.size === types.size ? [] : [`${id} was answered under several ids: ${[...ids].join(', ')}`];
}

type RequestOf = (effect: EffectRecord) => Request | undefined;

/** The answers list the calls to AWS made for their request; the log says what each call did. */
function requestsByCall(requests: readonly Request[], answers: Harness['answers']): RequestOf {
  const byCall = new Map<string, Request>();
  for (const request of requests) {
    for (const { data } of answers.get(request.id) ?? []) {
      for (const { requestId } of data.calls ?? []) byCall.set(requestId, request);
    }
  }
  return ({ requestId }) => byCall.get(requestId);
}

/** One association, oldest effect first: disassociated once each time it was associated, and by no older request. */
function historyProblems(
  history: readonly EffectRecord[],
  { requestOf, storm: { idle }, cloud }: { requestOf: RequestOf; storm: Storm; cloud: SimulatedCloud },
): string[] {
  const failures: string[] = [];
  let associatedAt = 0;
  let disassociatedAt: number | undefined;
  for (const record of history) {
    const { effect, at, kind, key } = record;
    const what = `${kind} ${key} at ${iso(at)}`;
    if (effect === 'associated') {
      associatedAt = at;
      disassociatedAt = undefined;
    }
    if (!isDisassociation(record) && effect !== 'session-opened') continue;
    const request = requestOf(record);
    // A service that dates the latest change alone cannot tell a request made while there was nothing to disassociate,
    // and delivered when there is something again, from one that means the new association.
    const undatable = cloud.type(kind).dates === 'latest-change' && request !== undefined && idle.has(request.id);
    if (request === undefined) failures.push(`${what}: ${effect}, and no answer says for which request`);
    else if (request.timestamp < associatedAt && !undatable) {
      failures.push(
        `${what}: ${effect} for ${request.id} of ${iso(request.timestamp)}, but associated again at ${iso(associatedAt)}`,
      );
    }
    if (!isDisassociation(record)) continue;
    if (disassociatedAt !== undefined) {
      failures.push(`${what}: disassociated a second time, first at ${iso(disassociatedAt)}`);
    }
    disassociatedAt = at;
  }
  return failures;
}

/** Each session sends mail to every approver, so a request opens one at most. */
function repeatedSessions(effects: readonly EffectRecord[], requestOf: RequestOf): string[] {
  const opened = effects.filter(({ effect }) => effect === 'session-opened');
  const byRequest = Map.groupBy(opened, (record) => requestOf(record)?.id ?? 'unknown');
  return [...byRequest].flatMap(([id, sessions]) =>
    sessions.length > 1 ? [`${id} opened ${sessions.length} approval sessions`] : [],
  );
}

function isDisassociation({ effect }: EffectRecord): boolean {
  return effect === 'disassociated' || effect === 'disassociating';
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
