import { AwsError } from '../../core/aws.ts';

function known(code: string, message: string, queryCode = code): AwsError {
  return new AwsError(code, message, {
    headers: { 'x-amzn-query-error': `AWS.SimpleQueueService.${queryCode};Sender` },
  });
}

export const doesNotExist = () => known('QueueDoesNotExist', 'The specified queue does not exist.', 'NonExistentQueue');

export const deletedRecently = () =>
  known(
    'QueueDeletedRecently',
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
  );

export const purgeInProgress = (name: string) =>
  known('PurgeQueueInProgress', `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`);

export const fifoNotServed = () =>
  known(
    'UnsupportedOperation',
    'FIFO queues are not served by local AWS: use a standard queue, whose name does not end in .fifo.',
  );

export const taskRunning = () =>
  known(
    'UnsupportedOperation',
    'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  );

/** Of a batch. */
export const batchRefused = (code: string, message: string) => known(code, message);

export const nameExists = () =>
  new AwsError('QueueNameExists', 'A queue already exists with the same name and a different value for attributes.');

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const notAvailable = (handle: string) =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  );
