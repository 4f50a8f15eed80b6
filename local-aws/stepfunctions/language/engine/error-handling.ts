/** What becomes of a failure: retried, caught, or carried to whoever is around the state. */

import { writeReference } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json } from '../model/json.ts';
import type { Catcher, Retrier, State } from '../model/program.ts';
import { rootOf, type Thread } from '../model/thread.ts';
import { abortChildren, dropChildren, halt } from './abort.ts';
import { endExecution } from './end-execution.ts';
import { evaluate, evaluateAssign } from './evaluate.ts';
import { type Failure, failureOf, matches } from './failure.ts';
import { leave } from './flow.ts';
import { StateScope } from './scope.ts';
import { HistoryFull, type Step, type Turn } from './transition.ts';

/** Runs a step of a thread; whatever it throws becomes a failure of the thread's state. */
export function guarded(turn: Turn, thread: Thread, step: () => Step): Step {
  return attempt(step, (thrown) => failedStep(turn, thread, thrown));
}

function attempt(step: () => Step, failed: (thrown: unknown) => Step): Step {
  try {
    return step()?.catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

function failedStep(turn: Turn, thread: Thread, thrown: unknown): Step {
  if (thrown instanceof HistoryFull) {
    rootOf(turn.execution).last = turn.execution.lastEventId;
    endExecution(turn, { status: 'FAILED', error: 'States.Runtime', cause: thrown.message });
    return undefined;
  }
  return guarded(turn, thread, () => failState(turn, thread, failureOf(thread, thrown)));
}

/** Fails the state that a thread is at, by itself. */
function failState(turn: Turn, thread: Thread, failure: Failure): Step {
  const fatal = failure.error === 'States.Runtime';
  if (thread.work?.kind === 'children') {
    if (!fatal) abortChildren(turn, thread);
    dropChildren(turn, thread);
  }
  delete thread.work;
  return fatal ? failExecution(turn, thread, failure) : settleFailure(turn, thread, failure);
}

/** A runtime error ends the execution from wherever it happened: nothing around it is told to have failed. */
function failExecution(turn: Turn, thread: Thread, failure: Failure): undefined {
  rootOf(turn.execution).last = thread.last;
  endExecution(turn, { ...failure, status: 'FAILED' });
}

/** Retries, catches or carries on. The threads of a failed Parallel or Map are still there, for a redrive. */
function settleFailure(turn: Turn, thread: Thread, failure: Failure): Step {
  const state = turn.stateOf(thread);
  if (failure.location !== undefined) tellEvaluationFailed(turn, thread, state, failure, failure.location);
  if (retry(turn, thread, state, failure)) return undefined;
  const opensThreads = state.type === 'Parallel' || state.type === 'Map';
  if (opensThreads) turn.follow(thread, `${state.type}StateFailed`);
  const catcher = state.fields.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, failure));
  if (!catcher) return failThread(turn, thread, failure);
  return attempt(
    () => catchWith(turn, thread, state, catcher, failure),
    (thrown) => failInCatch(turn, thread, state, thrown),
  );
}

/** A catcher that fails itself is not caught again. */
function failInCatch(turn: Turn, thread: Thread, state: State, thrown: unknown): Step {
  if (thrown instanceof HistoryFull) throw thrown;
  const failure = failureOf(thread, thrown);
  if (failure.location !== undefined) tellEvaluationFailed(turn, thread, state, failure, failure.location);
  return failThread(turn, thread, failure);
}

/** Fails a thread: the execution with it, or the state that opened it. */
export function failThread(turn: Turn, thread: Thread, failure: Failure): Step {
  halt(turn, thread);
  const parent = turn.parentOf(thread);
  if (!parent) return failExecution(turn, thread, failure);
  const state = turn.stateOf(parent);
  turn.kinds[state.type].childFailed?.(turn, parent, state, thread);
  abortChildren(turn, parent);
  parent.last = thread.last;
  const { location: _told, ...rest } = failure;
  return settleFailure(turn, parent, rest);
}

/** AWS names the event before the state's own, where the evaluation failed in the very step that entered the state. */
export function tellEvaluationFailed(
  turn: Turn,
  thread: Thread,
  state: State,
  failure: Failure,
  location: string | null,
): void {
  const { error, cause } = failure;
  if (thread.last === thread.entered.id) thread.last = thread.entered.previous;
  turn.follow(thread, 'EvaluationFailed', 'evaluationFailedEventDetails', {
    state: state.name,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(location !== null && { location }),
  });
}

/** Whether a retrier takes the failure: the state begins again after its delay. */
function retry(turn: Turn, thread: Thread, { fields }: State, failure: Failure): boolean {
  const index = fields.Retry?.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure)) ?? -1;
  const retrier = fields.Retry?.[index];
  const spent = thread.retries[index] ?? 0;
  if (!retrier || spent >= (retrier.MaxAttempts ?? 3)) return false;
  while (thread.retries.length < index) thread.retries.push(0);
  thread.retries[index] = spent + 1;
  thread.retryCount++;
  dropChildren(turn, thread);
  thread.work = { kind: 'retry', command: turn.timer(thread, turn.now + delay(turn, retrier, spent)) };
  return true;
}

/** Milliseconds before the next attempt. */
function delay(turn: Turn, retrier: Retrier, spent: number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY, JitterStrategy } = retrier;
  const seconds = Math.min(IntervalSeconds * BackoffRate ** spent, MaxDelaySeconds);
  return Math.round(seconds * 1000 * (JitterStrategy === 'FULL' ? turn.random() : 1));
}

function catchWith(turn: Turn, thread: Thread, state: State, catcher: Catcher, failure: Failure): Step {
  dropChildren(turn, thread);
  delete thread.work;
  const errorOutput = { Error: failure.error ?? '', Cause: failure.cause ?? '' };
  if (state.jsonata) return catchInJsonata(turn, thread, state, catcher, errorOutput);
  const scope = new StateScope(turn, thread);
  const assigned = catcher.Assign && resolveTemplate(catcher.Assign, errorOutput, scope);
  const path = catcher.ResultPath;
  const output = path === null ? thread.input : writeReference(path ?? '$', thread.input, errorOutput);
  return leave(turn, thread, state, {
    output,
    next: catcher.Next,
    assigned: assigned as Record<string, Json> | undefined,
  });
}

async function catchInJsonata(
  turn: Turn,
  thread: Thread,
  state: State,
  catcher: Catcher,
  errorOutput: Json,
): Promise<void> {
  const at = `Catch[${state.fields.Catch?.indexOf(catcher)}]`;
  const seen = { errorOutput };
  const assigned = await evaluateAssign(turn, thread, catcher.Assign, seen, `${at}/Assign`);
  const output =
    catcher.Output === undefined
      ? errorOutput
      : await evaluate(turn, thread, { field: `${at}/Output`, template: catcher.Output }, seen);
  await leave(turn, thread, state, { output, next: catcher.Next, assigned });
}
