/** The shapes of EventBridge's members. A member has one shape in all operations, so one table serves all. */

import type { Members, Shape } from '../../wire/input/typed.ts';

const text = (names: string): Members => Object.fromEntries(names.split(' ').map((name) => [name, 'text']));

const TARGET: Shape = {
  ...text('Id Arn RoleArn Input InputPath'),
  InputTransformer: { InputPathsMap: { '*': 'text' }, InputTemplate: 'text' },
  RetryPolicy: { MaximumRetryAttempts: 'number', MaximumEventAgeInSeconds: 'number' },
  DeadLetterConfig: { Arn: 'text' },
  SqsParameters: { MessageGroupId: 'text' },
  // Of targets that are not served: stored and returned as given.
  ...Object.fromEntries(
    'AppSync Batch Ecs Http Kinesis RedshiftData RunCommand SageMakerPipeline'
      .split(' ')
      .map((service) => [`${service}Parameters`, 'any']),
  ),
};

export const MEMBERS: Members = {
  ...text(
    'Name EventBusName Rule EventPattern Event ScheduleExpression State Description RoleArn NamePrefix NextToken',
  ),
  ...text('TargetArn ResourceARN Policy Action Principal StatementId EventSourceName KmsKeyIdentifier EndpointId'),
  Limit: 'number',
  Force: 'boolean',
  RemoveAllPermissions: 'boolean',
  Condition: text('Type Key Value'),
  DeadLetterConfig: { Arn: 'text' },
  LogConfig: 'any',
  Entries: [{ ...text('Source DetailType Detail EventBusName TraceHeader'), Time: 'time', Resources: ['text'] }],
  Ids: ['text'],
  Tags: [text('Key Value')],
  TagKeys: ['text'],
  Targets: [TARGET],
};
