/** What start, poll and complete would answer, for the paths through the machine. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../../associations/common/contract.ts';
import type { Envelope } from '../../events/define.ts';
import { readRequest } from '../../functions/common/request.ts';
import { answer } from '../../functions/disassociation/answer.ts';
import type { CompletionInput, Disassociation } from '../../functions/disassociation/disassociation.ts';
import { type Answer, type Functions, START } from './machine.ts';

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'events', 'samples', 'disassociation-requested.json'), 'utf8'),
) as Pick<Envelope, 'source' | 'detail-type' | 'detail'>;

export const request: Envelope = {
  ...sample,
  id: '2f6c0f8e-8f0a-5d0e-9f5c-1f0e4a7a2c11',
  time: new Date(START).toISOString(),
  account: '111122223333',
  region: 'us-east-1',
  resources: [],
};

const looked = { serviceStatus: 'DISSOCIATING', snapshot: null };

export const waiting: Progress = {
  state: 'IN_PROGRESS',
  next: 'poll',
  waitingFor: 'removal',
  waitingMessage: 'Waiting for OpenSearch.',
  ...looked,
};
export const busy: Progress = {
  ...waiting,
  next: 'start',
  serviceStatus: 'ACTIVE',
  waitingFor: 'other-change',
  waitingMessage: 'Waiting for another change to end.',
};
export const gone: Progress = {
  state: 'DISASSOCIATED',
  outcome: 'DISASSOCIATED',
  confirmed: true,
  serviceStatus: 'ABSENT',
  snapshot: null,
};
export const alreadyGone: Progress = { ...gone, outcome: 'ALREADY_GONE' };
export const skipped: Progress = { ...gone, outcome: 'SKIPPED', note: 'it began after the request' };
export const failed: Progress = {
  state: 'FAILED',
  error: 'DISSOCIATION_FAILED',
  message: 'the package is in use',
  advice: 'stop using it',
  ...looked,
};
export const rejected: Progress = { ...failed, error: 'ValidationException', rejected: true };

export const throttled: Answer = { error: 'Throttled', cause: '{"errorMessage":"ThrottlingException: Rate exceeded"}' };
export const denied: Answer = {
  error: 'AccessDenied',
  cause: '{"errorMessage":"AccessDeniedException: not authorized"}',
};
export const crashed: Answer = { error: 'TypeError', cause: '{"errorMessage":"x is not a function"}' };

export interface Script {
  /** What each start and each poll answers in turn; the last one goes on answering. */
  start: (Progress | Answer)[];
  poll?: (Progress | Answer)[];
  /** Errors of complete before it succeeds. */
  completeFails?: number;
  /** The bucket takes nothing, or the key signs nothing. */
  storeFails?: boolean;
  /** Nor does the report state machine start. */
  retryFails?: boolean;
  deadlineSeconds?: number;
  /** Seconds to the next poll, by the seconds gone. */
  wait?(elapsed: number): number;
}

export interface Scripted {
  functions: Functions;
  /** The events that complete put on the bus. */
  events: {
    detailType: string;
    detail: { data: { outcome: string; error?: string; message?: string; evidence?: { stored: boolean } } };
  }[];
  /** What the report state machine was started with. */
  retries: { Name: string; Input: { evidenceOf: string } }[];
}

export function scripted(script: Script): Scripted {
  const { deadlineSeconds = 3600, wait = () => 60, completeFails = 0, storeFails = false, retryFails = false } = script;
  const answers = { Start: [...script.start], Poll: [...(script.poll ?? [])] };
  const events: Scripted['events'] = [];
  const retries: Scripted['retries'] = [];
  let completions = 0;

  const progressOf = (state: 'Start' | 'Poll', now: number): Answer => {
    const [next] = answers[state];
    if (answers[state].length > 1) answers[state].shift();
    if (next === undefined) throw new Error(`the script has no ${state}`);
    return 'state' in next ? { ok: carried(next, now) } : next;
  };
  const carried = (progress: Progress, now: number): Disassociation => ({
    progress,
    before: null,
    polls: 0,
    calls: [],
    callCount: 0,
    startedAt: new Date(START).toISOString(),
    deadline: new Date(START + deadlineSeconds * 1000).toISOString(),
    waitSeconds: wait((now - START) / 1000),
    nextPollAt: new Date(now).toISOString(),
  });
  const complete = (input: CompletionInput): Answer => {
    completions += 1;
    if (completions <= completeFails) return { error: 'EventRefused' };
    const evidence = storeFails ? { stored: false as const, error: 'AccessDenied: no' } : null;
    const { outcome, message, eventId, detailType, entry } = answer(input, readRequest(request), {
      bus: 'offboard-dev',
      evidence,
    });
    events.push({ detailType, detail: JSON.parse(entry.Detail) });
    return { ok: { outcome, message, event: { id: eventId, detailType }, evidence } };
  };
  const retry = (started: Scripted['retries'][number]): Answer => {
    if (retryFails) return { error: 'StepFunctions.AWSStepFunctionsException' };
    retries.push(started);
    return { ok: {} };
  };
  const tasks: Record<string, (handed: unknown, now: number) => Answer> = {
    ReceiveRequest: (handed) => ({ ok: { request: (handed as { request: Envelope }).request, rejection: null } }),
    AdmitRequest: () => ({ ok: {} }),
    Start: (_, now) => progressOf('Start', now),
    Poll: (_, now) => progressOf('Poll', now),
    Complete: (handed) => complete(handed as CompletionInput),
    RetryEvidence: (handed) => retry(handed as Scripted['retries'][number]),
  };

  return { events, retries, functions: (state, handed, now) => (tasks[state] as (typeof tasks)[string])(handed, now) };
}
