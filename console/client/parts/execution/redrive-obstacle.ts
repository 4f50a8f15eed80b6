/** Whether redriving an execution could end otherwise. */

import type { ExecutionUpdate } from '../../../contract.ts';

type Ended = Pick<ExecutionUpdate, 'redriveStatus' | 'redriveStatusReason' | 'events'> & {
  view: Pick<ExecutionUpdate['view'], 'status'>;
};

/**
 * Step Functions redrives an execution that ended in a Fail state by running this state again (developer guide, "Restarting
 * state machine executions with redrive in Step Functions").
 * @returns why it would not help, as a sentence; undefined where it may.
 */
export function redriveObstacle({ view, redriveStatus, redriveStatusReason, events }: Ended): string | undefined {
  if (redriveStatus !== 'REDRIVABLE') return `Redrive is not possible: ${redriveStatusReason ?? redriveStatus}`;
  if (view.status === 'ABORTED') return 'Redrive is not offered: the request was answered when it was stopped.';
  const last = events.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
  if (last?.type !== 'FailStateEntered') return undefined;
  const { name } = last.stateEnteredEventDetails ?? {};
  return `Redrive would not help: it runs the Fail state "${name}" again, in which the execution ended.`;
}
