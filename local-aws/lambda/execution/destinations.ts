import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Aws, Identity } from '../../core/aws.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Answer } from './execution-environment.ts';

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** How an Event invocation ended. */
export interface Ending {
  condition: Condition;
  requestId: string;
  /** JSON text */
  payload: string;
  /** How often the function ran. */
  invocations: number;
  /** The last answer; absent where it never ran. */
  answer?: Answer;
  advancesClock: boolean;
}

/** Lambda developer guide, "Capturing records of Lambda asynchronous invocations". */
interface InvocationRecord {
  version: '1.0';
  timestamp: string;
  requestContext: { requestId: string; functionArn: string; condition: Condition; approximateInvokeCount: number };
  requestPayload: unknown;
  responseContext?: { statusCode: number; executedVersion: string; functionError?: string };
  responsePayload?: unknown;
}

function recordOf({ arn }: FunctionDefinition, ending: Ending, now: number): InvocationRecord {
  const { requestId, condition, invocations, answer, payload } = ending;
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${arn}:$LATEST`,
      condition,
      approximateInvokeCount: invocations,
    },
    requestPayload: JSON.parse(payload),
    ...(answer === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(answer.functionError === undefined ? {} : { functionError: answer.functionError }),
          },
          responsePayload: JSON.parse(answer.payload),
        }),
  };
}

/**
 * Sends what the function's configuration asks for, with the function's own role, as Lambda does.
 * @throws AwsError where a destination refuses; the others have been tried all the same.
 */
export async function settle(aws: Aws, definition: FunctionDefinition, ending: Ending): Promise<void> {
  const { asynchronous, deadLetterArn } = definition;
  const succeeded = ending.condition === 'Success';
  const destination = succeeded ? asynchronous.onSuccess : asynchronous.onFailure;
  const identity: Identity = {
    ...aws.assume(definition.roleArn, definition.name, 'lambda.amazonaws.com', { sourceArn: definition.arn }),
    advancesClock: ending.advancesClock,
  };
  const sending: Promise<unknown>[] = [];
  if (!succeeded && deadLetterArn !== undefined) sending.push(deadLetter(aws, deadLetterArn, ending, identity));
  if (destination !== undefined) sending.push(deliver(aws, destination, definition, ending, identity));
  const refused = (await Promise.allSettled(sending)).find(({ status }) => status === 'rejected');
  if (refused) throw (refused as PromiseRejectedResult).reason;
}

async function deliver(
  aws: Aws,
  destination: string,
  definition: FunctionDefinition,
  ending: Ending,
  identity: Identity,
): Promise<void> {
  const record = JSON.stringify(recordOf(definition, ending, aws.clock.now()));
  const [, , service, region, account, ...rest] = destination.split(':');
  switch (service) {
    case 'sqs':
      await aws.call('sqs', 'SendMessage', { QueueUrl: queueUrl(destination), MessageBody: record }, { identity });
      return;
    case 'lambda': {
      const input = { FunctionName: destination, InvocationType: 'Event', Payload: Buffer.from(record) };
      await aws.call('lambda', 'Invoke', input, { identity });
      return;
    }
    case 'events':
      await putEvent(aws, destination, definition, ending, record, identity);
      return;
    default:
      throw new Error(`destinations of ${service} (${region}, ${account}, ${rest.join(':')}) are not simulated`);
  }
}

async function putEvent(
  aws: Aws,
  bus: string,
  { arn }: FunctionDefinition,
  { condition }: Ending,
  record: string,
  identity: Identity,
): Promise<void> {
  const entry = {
    EventBusName: bus,
    Source: 'lambda',
    DetailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
    Detail: record,
    Resources: [bus, `${arn}:$LATEST`],
  };
  const { Entries = [] } = await aws.call<PutEventsResponse>(
    'eventbridge',
    'PutEvents',
    { Entries: [entry] },
    { identity },
  );
  for (const { ErrorCode, ErrorMessage } of Entries) {
    if (ErrorCode !== undefined) throw new Error(`${bus} refused the record: ${ErrorCode}: ${ErrorMessage}`);
  }
}

/** Characters of an error message in the dead-letter queue: Lambda keeps the first kilobyte. */
const LONGEST_MESSAGE = 1024;

/** The event itself, with the error in the attributes. */
async function deadLetter(aws: Aws, arn: string, { requestId, payload, answer }: Ending, identity: Identity) {
  const message = answer && (JSON.parse(answer.payload) as { errorMessage?: string }).errorMessage;
  const attribute = (DataType: 'String' | 'Number', StringValue: string) => ({ DataType, StringValue });
  const input = {
    QueueUrl: queueUrl(arn),
    MessageBody: payload,
    MessageAttributes: {
      RequestID: attribute('String', requestId),
      ErrorCode: attribute('Number', answer ? '200' : '429'),
      ...(message ? { ErrorMessage: attribute('String', message.slice(0, LONGEST_MESSAGE)) } : {}),
    },
  };
  await aws.call('sqs', 'SendMessage', input, { identity });
}

function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}
