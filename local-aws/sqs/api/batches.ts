/** Up to ten requests in one: each entry succeeds or fails for itself. */

import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import { batchRefused } from './errors.ts';
import { sizeOf } from './message-content.ts';
import { required } from './required.ts';

const MOST_ENTRIES = 10;
const MOST_BYTES = 1_048_576;

interface Entry {
  Id?: string;
  MessageBody?: string;
  MessageAttributes?: Record<string, MessageAttributeValue>;
  [member: string]: unknown;
}

interface Single {
  QueueUrl: string | undefined;
}

interface BatchRequest extends Single {
  Entries?: Entry[];
}

interface BatchResult {
  Successful: object[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** The batch form of an operation on one queue. `entry` is what AWS calls one of its entries. */
export function batch<Input>(given: Operation<Input, object>, entry: string): Operation<BatchRequest, BatchResult> {
  // Its input is an entry and the queue's URL, which is all that permissions are asked by.
  const single = given as unknown as Operation<Single, object>;
  return {
    ...single,
    async run({ QueueUrl, Entries: given }, call) {
      const Entries = required(given, 'Entries');
      refuseBatch(Entries, entry);
      const result: BatchResult = { Successful: [], Failed: [] };
      for (const { Id = '', ...input } of Entries) await one(single, { QueueUrl, ...input }, { Id, call, result });
      return result;
    },
  };
}

async function one(
  single: Operation<Single, object>,
  input: Single,
  { Id, call, result }: { Id: string; call: Call; result: BatchResult },
): Promise<void> {
  try {
    result.Successful.push({ Id, ...(await single.run(input, call)) });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'QueueDoesNotExist') throw error;
    const { code, message, status } = error;
    result.Failed.push({ Id, SenderFault: status < 500, Code: code, Message: message });
  }
}

function refuseBatch(entries: readonly Entry[], entry: string): void {
  if (entries.length === 0)
    throw batchRefused('EmptyBatchRequest', `There should be at least one ${entry} in the request.`);
  if (entries.length > MOST_ENTRIES)
    throw batchRefused(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  const ids = entries.map(({ Id }, index) => required(Id, `${entry}.${index + 1}.Id`));
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id)))
    throw batchRefused(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw batchRefused('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);
  const bytes = entries.reduce(
    (sum, { MessageBody = '', MessageAttributes }) => sum + sizeOf(MessageBody, MessageAttributes),
    0,
  );
  if (bytes > MOST_BYTES)
    throw batchRefused(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
}
