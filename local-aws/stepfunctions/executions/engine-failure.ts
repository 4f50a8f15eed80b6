/** An exception of the engine ends the execution with States.Runtime. */

import type { Execution, ExecutionSpec, TransitionResult } from '../language/model/types.ts';

export function failedTransition(execution: Execution, error: unknown, now: number): TransitionResult {
  const details = { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) };
  const previousEventId = execution.lastEventId;
  const id = previousEventId + 1;
  Object.assign(execution, { status: 'FAILED', stopDate: now, ...details, lastEventId: id });
  return {
    execution,
    commands: [],
    events: [{ timestamp: now, type: 'ExecutionFailed', id, previousEventId, executionFailedEventDetails: details }],
  };
}

/** The same, where the engine could not start the execution. */
export function failedStart(spec: ExecutionSpec, error: unknown, now: number): TransitionResult {
  // The engine's own members are missing: an execution that could not start is never advanced.
  const execution = { spec, status: 'RUNNING', startDate: now, redriveCount: 0, lastEventId: 1 } as Execution;
  const transition = failedTransition(execution, error, now);
  const input = JSON.stringify(spec.input);
  const executionStartedEventDetails = { input, inputDetails: { truncated: false }, roleArn: spec.machine.roleArn };
  transition.events.unshift({
    timestamp: now,
    type: 'ExecutionStarted',
    id: 1,
    previousEventId: 0,
    executionStartedEventDetails,
  });
  return transition;
}
