import type * as sdk from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws.ts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import type { Queue, Queues } from '../state/queues.ts';
import { arnOf, on, queueOf, refuseMissing } from './addressing.ts';
import { refuseRedrive } from './dead-letters.ts';
import { deletedRecently, fifoNotServed, missingParameter, nameExists, purgeInProgress } from './errors.ts';
import { FIFO_ATTRIBUTES, refuseAttributes, refuseNames } from './limits.ts';
import { pageOfQueues } from './queue-pages.ts';
import { required } from './required.ts';
import { refuseTags } from './tags.ts';

export function administration(queues: Queues, urlOf: (queue: Queue) => string) {
  return {
    CreateQueue: {
      permissions: ({ QueueName = '' }, call) => [
        { action: 'sqs:CreateQueue', resource: arnOf({ ...call, name: QueueName }) },
      ],
      run(input, call) {
        const { tags = {} } = input;
        const name = required(input.QueueName, 'QueueName');
        const attributes = (input.Attributes ?? {}) as Record<string, string>;
        refuseFifo(name, attributes);
        refuseName(name);
        refuseAttributes(attributes);
        refuseRedrive(queues, { ...call, name }, attributes);
        refuseTags(tags);
        if (queues.wasJustDeleted(call, name)) throw deletedRecently();
        const known = queues.get(call, name);
        if (known && differs(known, attributes)) throw nameExists();
        return { QueueUrl: urlOf(known ?? queues.create(call, name, { attributes, tags })) };
      },
    },
    GetQueueUrl: {
      permissions: ({ QueueName = '', QueueOwnerAWSAccountId: owner = '' }, { region, account }) => [
        { action: 'sqs:GetQueueUrl', resource: arnOf({ region, account: owner || account, name: QueueName }) },
      ],
      run({ QueueName, QueueOwnerAWSAccountId: owner }, call) {
        if (!QueueName) throw missingParameter('QueueName');
        const owning = { region: call.region, account: owner ?? call.account };
        return { QueueUrl: urlOf(queues.get(owning, QueueName) ?? refuseMissing()) };
      },
    },
    ListQueues: {
      permissions: (_input, call) => [{ action: 'sqs:ListQueues', resource: arnOf({ ...call, name: '*' }) }],
      run(input, call) {
        const { rows, token } = pageOfQueues(queues.list(call, input.QueueNamePrefix ?? ''), input);
        return { QueueUrls: rows.map(urlOf), NextToken: token };
      },
    },
    GetQueueAttributes: {
      ...on(queues, 'sqs:GetQueueAttributes'),
      run(input, call) {
        const all = attributesOf(queues, queueOf(queues, input, call));
        const wanted: readonly string[] = input.AttributeNames ?? [];
        refuseNames(wanted, 'queue');
        const names = wanted.includes('All') ? Object.keys(all) : wanted.filter((name) => name in all);
        return { Attributes: Object.fromEntries(names.map((name) => [name, all[name] ?? ''])) };
      },
    },
    SetQueueAttributes: {
      ...on(queues, 'sqs:SetQueueAttributes'),
      run(input, call) {
        const queue = queueOf(queues, input, call);
        const attributes = required(input.Attributes, 'Attributes') as Record<string, string>;
        refuseFifo(queue.name, attributes);
        refuseAttributes(attributes);
        refuseRedrive(queues, queue, attributes);
        queues.change(queue, attributes);
        return {};
      },
    },
    PurgeQueue: {
      ...on(queues, 'sqs:PurgeQueue'),
      run(input, call) {
        const queue = queueOf(queues, input, call);
        if (!queues.purge(queue)) throw purgeInProgress(queue.name);
        return {};
      },
    },
    DeleteQueue: {
      ...on(queues, 'sqs:DeleteQueue'),
      run(input, call) {
        queues.delete(queueOf(queues, input, call));
        return {};
      },
    },
  } satisfies SdkOperations<typeof sdk>;
}

function differs({ attributes }: Queue, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).some(([name, value]) => (attributes[name] ?? '') !== value);
}

function refuseFifo(name: string, attributes: Readonly<Record<string, string>>): void {
  if (name.endsWith('.fifo') || FIFO_ATTRIBUTES.some((attribute) => attribute in attributes)) throw fifoNotServed();
}

function refuseName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  throw new AwsError(
    'InvalidParameterValue',
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

function attributesOf(queues: Queues, queue: Queue): Record<string, string> {
  const { visible, hidden, delayed } = queues.counts(queue);
  return {
    ...queue.attributes,
    QueueArn: arnOf(queue),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.created / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1000)),
  };
}
