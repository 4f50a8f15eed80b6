/** Queues: create, find, configure, purge, delete. */

import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { AwsError, type Operation } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import type { Queue, Queues } from '../state/queues.ts';
import { arnOf, on, queueOf, refuseMissing } from './addressing.ts';
import { deletedRecently, missingParameter, nameExists, purgeInProgress } from './errors.ts';
import { refuseAttributes, refuseNames } from './limits.ts';

type Nothing = Record<string, never>;

export function administration(queues: Queues, urlOf: (queue: Queue) => string) {
  const CreateQueue: Operation<CreateQueueRequest, CreateQueueResult> = {
    permissions: ({ QueueName = '' }, call) => [
      { action: 'sqs:CreateQueue', resource: arnOf({ ...call, name: QueueName }) },
    ],
    run({ QueueName: name = '', Attributes = {} }, call) {
      refuseName(name);
      refuseAttributes(Attributes as Record<string, string>);
      if (queues.wasJustDeleted(call, name)) throw deletedRecently();
      const known = queues.get(call, name);
      const differs = known && Object.entries(Attributes).some(([key, value]) => known.attributes[key] !== value);
      if (differs) throw nameExists();
      return { QueueUrl: urlOf(known ?? queues.create(call, name, Attributes as Record<string, string>)) };
    },
  };
  const GetQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult> = {
    permissions: ({ QueueName = '', QueueOwnerAWSAccountId: owner = '' }, { region, account }) => [
      { action: 'sqs:GetQueueUrl', resource: arnOf({ region, account: owner || account, name: QueueName }) },
    ],
    run({ QueueName, QueueOwnerAWSAccountId: owner }, call) {
      if (!QueueName) throw missingParameter('QueueName');
      const owning = { region: call.region, account: owner ?? call.account };
      return { QueueUrl: urlOf(queues.get(owning, QueueName) ?? refuseMissing()) };
    },
  };
  const ListQueues: Operation<ListQueuesRequest, ListQueuesResult> = {
    permissions: (_input, call) => [{ action: 'sqs:ListQueues', resource: arnOf({ ...call, name: '*' }) }],
    run({ QueueNamePrefix = '', MaxResults, NextToken }, call) {
      const { rows, token } = page(queues.list(call, QueueNamePrefix), {
        max: MaxResults,
        usual: 1000,
        token: NextToken,
        keyOf: ({ name }) => name,
        refuse: () => new AwsError('InvalidParameterValue', 'Invalid or expired next token.'),
        options: {},
      });
      return { QueueUrls: rows.map(urlOf), NextToken: token };
    },
  };
  const GetQueueAttributes: Operation<GetQueueAttributesRequest, GetQueueAttributesResult> = {
    ...on(queues, 'sqs:GetQueueAttributes'),
    run(input, call) {
      const all = attributesOf(queues, queueOf(queues, input, call));
      const wanted: readonly string[] = input.AttributeNames ?? [];
      refuseNames(wanted, 'queue');
      const names = wanted.includes('All') ? Object.keys(all) : wanted.filter((name) => name in all);
      return { Attributes: Object.fromEntries(names.map((name) => [name, all[name] ?? ''])) };
    },
  };
  const SetQueueAttributes: Operation<SetQueueAttributesRequest, Nothing> = {
    ...on(queues, 'sqs:SetQueueAttributes'),
    run(input, call) {
      const attributes = (input.Attributes ?? {}) as Record<string, string>;
      refuseAttributes(attributes);
      queues.change(queueOf(queues, input, call), attributes);
      return {};
    },
  };
  const PurgeQueue: Operation<PurgeQueueRequest, Nothing> = {
    ...on(queues, 'sqs:PurgeQueue'),
    run(input, call) {
      const queue = queueOf(queues, input, call);
      if (!queues.purge(queue)) throw purgeInProgress(queue.name);
      return {};
    },
  };
  const DeleteQueue: Operation<DeleteQueueRequest, Nothing> = {
    ...on(queues, 'sqs:DeleteQueue'),
    run(input, call) {
      queues.delete(queueOf(queues, input, call));
      return {};
    },
  };
  return { CreateQueue, GetQueueUrl, ListQueues, GetQueueAttributes, SetQueueAttributes, PurgeQueue, DeleteQueue };
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
