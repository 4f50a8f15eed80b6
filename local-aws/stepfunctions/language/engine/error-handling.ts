/** A failure is retried, caught, or passed to the Parallel, Map or execution around the state. */

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
import { HistoryFull, type Step, type Transition } from './transition.ts';

/** Runs a step of a thread; an exception becomes a failure of the thread's state. */
export function guarded(transition: Transition, thread: Thread, step: () => Step): Step {
  return attempt(step, (thrown) => failedStep(transition, thread, thrown));
}

function attempt(step: () => Step, failed: (thrown: unknown) => Step): Step {
  try {
    return step()?.catch(failed);
  } catch (thrown) {
    return failed(thrown);
  }
}

function failedStep(transition: Transition, thread: Thread, thrown: unknown): Step {
  if (thrown instanceof HistoryFull) {
    rootOf(transition.execution).last = transition.execution.lastEventId;
    endExecution(transition, { status: 'FAILED', error: 'States.Runtime', cause: thrown.message });
    return undefined;
  }
  return guarded(transition, thread, () => failState(transition, thread, failureOf(thread, thrown)));
}

function failState(transition: Transition, thread: Thread, failure: Failure): Step {
  const fatal = failure.error === 'States.Runtime';
  if (thread.work?.kind === 'children') {
    if (!fatal) abortChildren(transition, thread);
    dropChildren(transition, thread);
  }
  delete thread.work;
  return fatal ? failExecution(transition, thread, failure) : settleFailure(transition, thread, failure);
}

/** A runtime error ends the execution at once: the states around it have no failure events. */
function failExecution(transition: Transition, thread: Thread, failure: Failure): undefined {
  rootOf(transition.execution).last = thread.last;
  endExecution(transition, { ...failure, status: 'FAILED' });
}

/** Retries, catches or passes on. The threads of a failed Parallel or Map stay for a redrive. */
function settleFailure(transition: Transition, thread: Thread, failure: Failure): Step {
  const state = transition.stateOf(thread);
  if (failure.location !== undefined) recordEvaluationFailed(transition, thread, state, failure, failure.location);
  const { error, cause } = failure;
  transition.inspect('failure', { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
  if (retryAfterDelay(transition, thread, state, failure)) return undefined;
  const opensThreads = state.type === 'Parallel' || state.type === 'Map';
  if (opensThreads) transition.recordNext(thread, `${state.type}StateFailed`);
  const catchIndex = state.fields.Catch?.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure)) ?? -1;
  const catcher = state.fields.Catch?.[catchIndex];
  if (!catcher) return failThread(transition, thread, failure);
  transition.inspect('errorDetails', { catchIndex });
  return attempt(
    () => catchWith(transition, thread, state, catcher, failure),
    (thrown) => failInCatch(transition, thread, state, thrown),
  );
}

/** An error in a catcher is not caught again. */
function failInCatch(transition: Transition, thread: Thread, state: State, thrown: unknown): Step {
  if (thrown instanceof HistoryFull) throw thrown;
  const failure = failureOf(thread, thrown);
  if (failure.location !== undefined) recordEvaluationFailed(transition, thread, state, failure, failure.location);
  return failThread(transition, thread, failure);
}

/** Fails a thread: the execution with it, or the state that opened it. */
export function failThread(transition: Transition, thread: Thread, failure: Failure): Step {
  halt(transition, thread);
  const parent = transition.parentOf(thread);
  if (!parent) return failExecution(transition, thread, failure);
  const state = transition.stateOf(parent);
  transition.handlers[state.type].childFailed?.(transition, parent, state, thread);
  abortChildren(transition, parent);
  parent.last = thread.last;
  const { location: _told, ...rest } = failure;
  return settleFailure(transition, parent, rest);
}

/** Where the evaluation fails in the step that entered the state, AWS's previousEventId is that of StateEntered itself. */
export function recordEvaluationFailed(
  transition: Transition,
  thread: Thread,
  state: State,
  failure: Failure,
  location: string | null,
): void {
  const { error, cause } = failure;
  if (thread.last === thread.entered.id) thread.last = thread.entered.previous;
  transition.recordNext(thread, 'EvaluationFailed', 'evaluationFailedEventDetails', {
    state: state.name,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(location !== null && { location }),
  });
}

/** Whether a retrier matches: the state then restarts after the delay. */
function retryAfterDelay(transition: Transition, thread: Thread, { fields }: State, failure: Failure): boolean {
  const index = fields.Retry?.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure)) ?? -1;
  const retrier = fields.Retry?.[index];
  const spent = thread.retries[index] ?? 0;
  if (!retrier || spent >= (retrier.MaxAttempts ?? 3)) return false;
  while (thread.retries.length < index) thread.retries.push(0);
  thread.retries[index] = spent + 1;
  thread.retryCount++;
  dropChildren(transition, thread);
  const seconds = backoff(retrier, spent);
  transition.inspect('errorDetails', { retryIndex: index, retryBackoffIntervalSeconds: seconds });
  const delay = Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? transition.random() : 1));
  thread.work = { kind: 'retry', command: transition.timer(thread, transition.now + delay) };
  return true;
}

/** Seconds before the next attempt, without jitter. */
function backoff(retrier: Retrier, spent: number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
  return Math.min(IntervalSeconds * BackoffRate ** spent, MaxDelaySeconds);
}

function catchWith(transition: Transition, thread: Thread, state: State, catcher: Catcher, failure: Failure): Step {
  dropChildren(transition, thread);
  delete thread.work;
  const errorOutput = errorOutputOf(failure);
  if (state.jsonata) return catchInJsonata(transition, thread, state, catcher, errorOutput);
  const scope = new StateScope(transition, thread);
  const assigned = catcher.Assign && resolveTemplate(catcher.Assign, errorOutput, scope);
  const path = catcher.ResultPath;
  const output = path === null ? thread.input : writeReference(path ?? '$', thread.input, errorOutput);
  return leave(transition, thread, state, {
    output,
    next: catcher.Next,
    assigned: assigned as Record<string, Json> | undefined,
  });
}

/** What was not given is null, but AWS gives timeouts an empty cause. */
function errorOutputOf({ error, cause }: Failure): Json {
  return { Error: error ?? null, Cause: cause ?? (error === 'States.Timeout' ? '' : null) };
}

async function catchInJsonata(
  transition: Transition,
  thread: Thread,
  state: State,
  catcher: Catcher,
  errorOutput: Json,
): Promise<void> {
  const at = `Catch[${state.fields.Catch?.indexOf(catcher)}]`;
  const statesFields = { errorOutput };
  const assigned = await evaluateAssign(transition, thread, catcher.Assign, statesFields, `${at}/Assign`);
  const output =
    catcher.Output === undefined
      ? errorOutput
      : await evaluate(transition, thread, { field: `${at}/Output`, template: catcher.Output }, statesFields);
  await leave(transition, thread, state, { output, next: catcher.Next, assigned });
}
