/** Message move tasks: dead letters sent back to the queues that they came from, or on to another. */

import type * as sdk from '@aws-sdk/client-sqs';
import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws.ts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import type { MoveTask, MoveTasks } from '../state/move-tasks.ts';
import type { Queue, Queues } from '../state/queues.ts';
import { arnOf } from './addressing.ts';
import { sourcesOf } from './dead-letters.ts';
import { taskRunning } from './errors.ts';
import { refuseParameters } from './limits.ts';
import { required } from './required.ts';

/** What the caller does to the source through a task (developer guide, "Queue permissions for dead-letter queue redrive"). */
const ON_SOURCE = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

export function moveTasks(queues: Queues, tasks: MoveTasks) {
  return {
    StartMessageMoveTask: {
      permissions({ SourceArn, DestinationArn }) {
        const source = SourceArn === undefined ? undefined : queues.at(SourceArn);
        const targets = DestinationArn === undefined ? sources(queues, source) : [DestinationArn];
        return [
          ...ON_SOURCE.map((action) => ({ action: `sqs:${action}`, resource: required(SourceArn, 'SourceArn') })),
          ...targets.map((resource) => ({ action: 'sqs:SendMessage', resource })),
        ];
      },
      resourcePolicy: ({ SourceArn }) => policyOf(queues, SourceArn),
      run(input) {
        const { MaxNumberOfMessagesPerSecond: perSecond, DestinationArn: destination } = input;
        refuseParameters(input);
        const source = queueAt(queues, input.SourceArn, 'SourceArn');
        if (destination !== undefined) queueAt(queues, destination, 'DestinationArn');
        const arn = arnOf(source);
        if (sources(queues, source).length === 0)
          throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
        if (tasks.of(arn).some(({ status }) => status === 'RUNNING')) throw taskRunning();
        const task = tasks.start({
          source: arn,
          ...(destination !== undefined && { destination }),
          ...(perSecond !== undefined && { perSecond }),
          toMove: queues.counts(source).visible,
        });
        return { TaskHandle: handleOf(task) };
      },
    },
    ListMessageMoveTasks: {
      permissions: ({ SourceArn }) => [
        { action: 'sqs:ListMessageMoveTasks', resource: required(SourceArn, 'SourceArn') },
      ],
      resourcePolicy: ({ SourceArn }) => policyOf(queues, SourceArn),
      run({ SourceArn, MaxResults = 1 }) {
        refuseParameters({ MaxResults }, { MaxResults: [1, 10] });
        const source = queueAt(queues, SourceArn, 'SourceArn');
        return { Results: tasks.of(arnOf(source)).slice(0, MaxResults).map(shown) };
      },
    },
    CancelMessageMoveTask: {
      permissions: ({ TaskHandle }) => [
        { action: 'sqs:CancelMessageMoveTask', resource: readHandle(TaskHandle).source },
      ],
      resourcePolicy: ({ TaskHandle }) => policyOf(queues, readHandle(TaskHandle).source),
      run({ TaskHandle }) {
        const { id, source } = readHandle(TaskHandle);
        const task = tasks.of(source).find((each) => each.id === id);
        if (!task) throw new AwsError('ResourceNotFoundException', 'Task does not exist.', { status: 404 });
        if (task.status !== 'RUNNING')
          throw new AwsError('UnsupportedOperation', 'Only tasks in RUNNING status can be cancelled.');
        return { ApproximateNumberOfMessagesMoved: tasks.cancel(task).moved };
      },
    },
  } satisfies SdkOperations<typeof sdk>;
}

function sources(queues: Queues, deadLetters: Queue | undefined): string[] {
  return deadLetters ? sourcesOf(queues, deadLetters).map(arnOf) : [];
}

function policyOf(queues: Queues, arn: string | undefined): unknown {
  const policy = arn === undefined ? undefined : queues.at(arn)?.attributes.Policy;
  return policy ? JSON.parse(policy) : undefined;
}

/** @throws AwsError MissingParameter, ResourceNotFoundException */
function queueAt(queues: Queues, arn: string | undefined, member: string): Queue {
  const queue = queues.at(required(arn, member));
  if (queue) return queue;
  throw new AwsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${member} parameter doesn't exist.`,
    { status: 404 },
  );
}

/** Only of a running task is the handle shown, since it can do nothing but cancel. */
function shown(task: MoveTask): ListMessageMoveTasksResultEntry {
  return {
    TaskHandle: task.status === 'RUNNING' ? handleOf(task) : undefined,
    Status: task.status,
    SourceArn: task.source,
    DestinationArn: task.destination,
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failure,
    StartedTimestamp: task.started,
  };
}

function handleOf({ id, source }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn: source })).toString('base64');
}

/** @throws AwsError InvalidParameterValue */
function readHandle(given: string | undefined): Pick<MoveTask, 'id' | 'source'> {
  const handle = required(given, 'TaskHandle');
  try {
    const { taskId: id, sourceArn: source } = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (typeof id === 'string' && typeof source === 'string') return { id, source };
  } catch {
    // Refused below, as AWS words it.
  }
  throw new AwsError('InvalidParameterValue', `Value ${handle} for parameter TaskHandle is invalid.`);
}
