import { describe, expect, it } from 'vitest';
import { type Aws, AwsError, type Identity } from '../../core/aws.ts';
import { RuntimeClock } from '../../core/clock.ts';
import { Store } from '../../core/store.ts';
import { deploy } from '../../stack/deploy.ts';
import { loadStack, type Stack } from '../../stack/load.ts';

const stack: Stack = loadStack({
  name: 'offboard-dev',
  account: '111122223333',
  region: 'us-east-1',
  template: {
    Resources: {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'r',
          EventBusName: { Ref: 'Bus' },
          EventPattern: { 'detail-type': ['Asked'] },
          Targets: [{ Id: 'Machine', Arn: { Ref: 'Machine' } }],
        },
      },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          StateMachineName: 'm',
          RoleArn: 'arn:aws:iam::111122223333:role/R',
          Definition: {
            StartAt: 'Do',
            States: { Do: { Type: 'Task', Resource: `\${Arn}`, TimeoutSeconds: 9, End: true } },
          },
          DefinitionSubstitutions: { Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
          LoggingConfiguration: {
            Level: 'ERROR',
            Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['Logs', 'Arn'] } } }],
          },
        },
      },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Letters' }], PolicyDocument: { Statement: [] } },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'offboard-dev' } },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } },
      Letters: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: 'letters', MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: false },
      },
    },
  },
});

interface Made {
  operation: string;
  input: Record<string, unknown>;
  identity: Identity;
}

/** Takes every call; `answers` says what some of them are answered or refused with. */
function recording(answers: Record<string, unknown> = {}): { aws: Aws; made: Made[] } {
  const made: Made[] = [];
  const aws: Aws = {
    region: 'us-east-1',
    account: '111122223333',
    clock: new RuntimeClock(),
    store: new Store(),
    assume: () => {
      throw new Error('nobody is assumed when deploying');
    },
    async call<Output>(service: string, operation: string, input: unknown, { identity }: { identity: Identity }) {
      made.push({ operation: `${service} ${operation}`, input: input as Made['input'], identity });
      const answer = answers[operation] ?? {};
      if (answer instanceof Error) throw answer;
      return answer as Output;
    },
  };
  return { aws, made };
}

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/letters';
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:m';

describe('deploying', () => {
  it('makes every resource through its service, what is pointed at first', async () => {
    const { aws, made } = recording();
    await deploy(stack, aws);
    expect(made.map(({ operation, input }) => [operation, input])).toEqual([
      [
        'sqs CreateQueue',
        { QueueName: 'letters', Attributes: { MessageRetentionPeriod: '1209600', SqsManagedSseEnabled: 'false' } },
      ],
      ['sqs SetQueueAttributes', { QueueUrl: QUEUE_URL, Attributes: { Policy: '{"Statement":[]}' } }],
      [
        'sfn CreateStateMachine',
        {
          name: 'm',
          type: 'STANDARD',
          roleArn: 'arn:aws:iam::111122223333:role/R',
          definition:
            '{"StartAt":"Do","States":{"Do":{"Type":"Task","Resource":"arn:aws:sqs:us-east-1:111122223333:letters","TimeoutSeconds":9,"End":true}}}',
          loggingConfiguration: {
            level: 'ERROR',
            destinations: [
              { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:g:*' } },
            ],
          },
        },
      ],
      ['eventbridge CreateEventBus', { Name: 'offboard-dev' }],
      ['eventbridge PutRule', { Name: 'r', EventBusName: 'offboard-dev', EventPattern: '{"detail-type":["Asked"]}' }],
      ['eventbridge ListTargetsByRule', { Rule: 'r', EventBusName: 'offboard-dev' }],
      [
        'eventbridge PutTargets',
        { Rule: 'r', EventBusName: 'offboard-dev', Targets: [{ Id: 'Machine', Arn: MACHINE }] },
      ],
    ]);
    expect(new Set(made.map(({ identity }) => identity.arn))).toEqual(
      new Set(['arn:aws:iam::111122223333:user/deployer']),
    );
  });

  it("joins a bus policy's statement to those the bus has, and takes it away again", async () => {
    const withPolicy = (Properties: Record<string, unknown>) =>
      loadStack({
        name: 'offboard-dev',
        account: '111122223333',
        region: 'us-east-1',
        template: { Resources: { Allow: { Type: 'AWS::Events::EventBusPolicy', Properties } } },
      });
    const named = { EventBusName: 'offboard-dev', StatementId: 'partner' };
    const Statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: 'arn' };
    const before = [{ Sid: 'other' }, { Sid: 'partner', Effect: 'Deny' }];
    const { aws, made } = recording({ DescribeEventBus: { Policy: JSON.stringify({ Statement: before }) } });
    await deploy(withPolicy({ ...named, Statement }), aws);
    const { input } = made.at(-1) as Made;
    expect(input.EventBusName).toBe('offboard-dev');
    expect(JSON.parse(input.Policy as string)).toEqual({
      Statement: [{ Sid: 'other' }, { Sid: 'partner', ...Statement }],
    });

    await deploy({ ...withPolicy({}), resources: [] }, aws);
    expect(made.at(-1)).toMatchObject({ operation: 'eventbridge RemovePermission', input: named });

    const parts = { ...named, Action: 'events:PutEvents', Principal: '444455556666' };
    await deploy(withPolicy(parts), aws);
    expect(made.at(-1)).toMatchObject({ operation: 'eventbridge PutPermission', input: parts });
  });

  it('updates what an earlier run has left', async () => {
    const exists = (code: string) => new AwsError(code, 'it is there');
    const { aws, made } = recording({
      CreateQueue: exists('QueueNameExists'),
      CreateStateMachine: exists('StateMachineAlreadyExists'),
      CreateEventBus: exists('ResourceAlreadyExistsException'),
      ListTargetsByRule: { Targets: [{ Id: 'Machine' }, { Id: 'Former' }] },
    });
    await deploy(stack, aws);
    const updates = made.filter(({ operation }) => /Set|Update|Remove/.test(operation));
    expect(updates.map(({ operation, input }) => [operation, Object.keys(input)])).toEqual([
      ['sqs SetQueueAttributes', ['QueueUrl', 'Attributes']],
      ['sqs SetQueueAttributes', ['QueueUrl', 'Attributes']],
      ['sfn UpdateStateMachine', ['stateMachineArn', 'roleArn', 'definition', 'loggingConfiguration']],
      ['eventbridge RemoveTargets', ['Rule', 'EventBusName', 'Ids']],
    ]);
    expect(updates.at(-1)?.input.Ids).toEqual(['Former']);
  });

  it('removes the rules and machines that the template has lost', async () => {
    const { aws, made } = recording({ ListTargetsByRule: { Targets: [{ Id: 'Machine' }] } });
    await deploy(stack, aws);
    made.length = 0;
    await deploy({ ...stack, resources: stack.resources.filter(({ logicalId }) => logicalId === 'Bus') }, aws);
    const EventBusName = 'offboard-dev';
    expect(made.slice(1).map(({ operation, input }) => [operation, input])).toEqual([
      ['eventbridge ListTargetsByRule', { Rule: 'r', EventBusName }],
      ['eventbridge RemoveTargets', { Rule: 'r', EventBusName, Ids: ['Machine'] }],
      ['eventbridge DeleteRule', { Name: 'r', EventBusName }],
      ['sfn DeleteStateMachine', { stateMachineArn: MACHINE }],
    ]);
  });

  it('says which resource was refused, and why', async () => {
    const refused = recording({ CreateStateMachine: new AwsError('InvalidDefinition', 'States.ALL is not last') });
    await expect(deploy(stack, refused.aws)).rejects.toThrow(
      "deploying AWS::StepFunctions::StateMachine 'Machine': States.ALL is not last",
    );
    const target = recording({
      PutTargets: { FailedEntries: [{ TargetId: 'Machine', ErrorCode: 'X', ErrorMessage: 'why' }] },
    });
    await expect(deploy(stack, target.aws)).rejects.toThrow(
      "the target 'Machine' of the rule 'Rule' was refused: X: why",
    );
  });
});
