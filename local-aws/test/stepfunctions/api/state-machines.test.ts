import type {
  CreateStateMachineOutput,
  DescribeStateMachineOutput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import type { Permission } from '../../../core/aws.ts';
import { harness, passes, ROLE, type SfnHarness, single } from '../executions/harness.ts';

let here: SfnHarness = harness();
afterEach(() => {
  here.close();
  here = harness();
});

const ARN = 'arn:aws:states:us-east-1:111122223333:stateMachine:one';
const definition = JSON.stringify(passes(1));
const one = { name: 'one', roleArn: ROLE, definition };
const create = (more: object = {}) => here.call<CreateStateMachineOutput>('CreateStateMachine', { ...one, ...more });

describe('CreateStateMachine', () => {
  it('answers its ARN, and the same again for the same machine', async () => {
    const made = await create();
    expect(made.stateMachineArn).toBe(ARN);
    expect(await create({ roleArn: `${ROLE}2` })).toEqual(made);
  });

  it('refuses another definition under the same name', async () => {
    await create();
    await expect(create({ definition: JSON.stringify(passes(2)) })).rejects.toMatchObject({
      code: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${ARN}'`,
    });
  });

  it.each(['with space', 'a/b', 'x*', 'q"', 'p|p', 'é\ud800', 'tab\t', 'a:b', 'a,b', '<a>'])(
    'refuses the name %j',
    async (name) => {
      await expect(create({ name })).rejects.toMatchObject({ code: 'InvalidName', message: `Invalid Name: '${name}'` });
    },
  );

  it('refuses a name of more than 80 characters, and what is missing, all at once', async () => {
    await expect(create({ name: 'x'.repeat(81), roleArn: undefined })).rejects.toMatchObject({
      code: 'ValidationException',
      message:
        /^2 validation errors detected: Value '.*' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80; Value null at 'roleArn' failed to satisfy constraint: Member must not be null$/,
    });
  });

  it('takes a name of 80 characters of any script', async () => {
    expect((await create({ name: 'ü'.repeat(80) })).stateMachineArn).toContain('üüü');
  });

  it('refuses express machines and versions, saying so', async () => {
    await expect(create({ type: 'EXPRESS' })).rejects.toMatchObject({
      message: /EXPRESS is not served by local AWS/,
    });
    await expect(create({ publish: true })).rejects.toMatchObject({ message: /version is not served/ });
  });

  it.each(['Versions', 'Aliases'])('makes a machine without %s', async (kind) => {
    const { stateMachineArn } = await create();
    const list = (input: object) => here.call(`ListStateMachine${kind}`, input);
    expect(await list({ stateMachineArn })).toEqual({ [`stateMachine${kind}`]: [] });
    await expect(list({ stateMachineArn: `${ARN}-none` })).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
    await expect(list({ stateMachineArn, nextToken: 'bad' })).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  it.each([
    [{ versionDescription: 'v1' }, 'ValidationException', 'can only be set when publish is true'],
    [
      { encryptionConfiguration: { type: 'OTHER' } },
      'ValidationException',
      "Value 'OTHER' at 'encryptionConfiguration.type'",
    ],
    [{ encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } }, 'InvalidEncryptionConfiguration', 'kmsKeyId'],
    [{ tags: [{ key: '', value: 'v' }] }, 'ValidationException', "Value '' at 'tags.1.member.key'"],
    [{ tags: [{ key: 'k', value: 'v'.repeat(257) }] }, 'ValidationException', "at 'tags.1.member.value'"],
  ])('refuses %j', async (more, code, message) => {
    await expect(create(more)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('refuses a definition with an integration that is not there, naming state and resource', async () => {
    const state = { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync' };
    await expect(create({ definition: JSON.stringify(single(state)) })).rejects.toMatchObject({
      code: 'InvalidDefinition',
      message:
        /^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: .*glue:startJobRun\.sync.* at \/States\/Only\/Resource'$/,
    });
  });

  it('refuses a definition that is no JSON', async () => {
    await expect(create({ definition: '{' })).rejects.toMatchObject({ code: 'InvalidDefinition' });
  });

  it('refuses a role that Step Functions may not assume', async () => {
    await expect(create({ roleArn: 'arn:aws:iam::111122223333:role/unknown' })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message:
        'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    });
  });
});

describe('the role of a new machine', () => {
  const denying = (denied: string) => {
    const deliveries: Permission[] = [];
    here = harness({
      authorize: (_, permission) => {
        deliveries.push(permission);
        return permission.action !== denied;
      },
    });
    return deliveries;
  };
  const logGroupArn = 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/vendedlogs/states/one:*';
  const loggingConfiguration = { level: 'ALL', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };

  it('must be allowed to deliver logs where the machine logs', async () => {
    denying('logs:CreateLogDelivery');
    await expect(create({ loggingConfiguration })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: 'The state machine IAM Role is not authorized to access the Log Destination',
    });
    expect((await create({ loggingConfiguration: { level: 'OFF' } })).stateMachineArn).toBe(ARN);
  });

  it('must be allowed the managed rule where the machine waits for executions', async () => {
    const deliveries = denying('events:PutTargets');
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: ARN },
    };
    await expect(create({ definition: JSON.stringify(single(state)) })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: `'${ROLE}' is not authorized to create managed-rule.`,
    });
    expect(deliveries).toContainEqual({
      action: 'events:PutTargets',
      resource: 'arn:aws:events:us-east-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
    });
  });

  it('is not deliveries for what the machine does not do', async () => {
    const deliveries = denying('none');
    await create();
    expect(deliveries).toEqual([]);
  });
});

describe('a state machine', () => {
  it('is described as it was made', async () => {
    await create({ tags: [{ key: 'team', value: 'a' }] });
    expect(await here.call<DescribeStateMachineOutput>('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject(
      {
        name: 'one',
        status: 'ACTIVE',
        definition,
        roleArn: ROLE,
        type: 'STANDARD',
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
      },
    );
    expect(await here.call('ListTagsForResource', { resourceArn: ARN })).toEqual({
      tags: [{ key: 'team', value: 'a' }],
    });
  });

  it('is described with the variables that its states read, or without its definition', async () => {
    const states = {
      Set: { Type: 'Pass', Assign: { v: 1 }, Next: 'Read' },
      Read: { Type: 'Pass', Parameters: { 'v.$': '$v' }, End: true },
    };
    const text = JSON.stringify({ StartAt: 'Set', States: states });
    await create({ definition: text });
    const describe = (input: object) => here.call<object>('DescribeStateMachine', { stateMachineArn: ARN, ...input });
    expect(await describe({})).toMatchObject({ definition: text, variableReferences: { Read: ['v'] } });
    const metadata = await describe({ includedData: 'METADATA_ONLY' });
    expect(metadata).toMatchObject({ definition: '{}' });
    expect(metadata).not.toHaveProperty('variableReferences');
  });

  it('is tagged and untagged', async () => {
    await create({ tags: [{ key: 'team', value: 'a' }] });
    await here.call('TagResource', { resourceArn: ARN, tags: [{ key: 'stage', value: 'dev' }] });
    await here.call('UntagResource', { resourceArn: ARN, tagKeys: ['team'] });
    expect(await here.call('ListTagsForResource', { resourceArn: ARN })).toEqual({
      tags: [{ key: 'stage', value: 'dev' }],
    });
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    await expect(here.call('TagResource', { resourceArn: ARN, tags })).rejects.toMatchObject({ code: 'TooManyTags' });
  });

  it('changes for executions that begin later, not for those under way', async () => {
    await create({ definition: JSON.stringify(single({ Type: 'Wait', Seconds: 60 })) });
    const early = await here.start(ARN, { a: 1 });
    const { revisionId } = await here.call<{ revisionId: string }>('UpdateStateMachine', {
      stateMachineArn: ARN,
      definition,
    });
    const late = await here.start(ARN);
    const of = (executionArn: string) => here.call<object>('DescribeStateMachineForExecution', { executionArn });
    expect(await of(early)).toMatchObject({ definition: expect.stringContaining('Wait') });
    expect(await of(late)).toMatchObject({ definition, revisionId });
    expect(await here.ended(early)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  it('is not updated with nothing', async () => {
    await create();
    await expect(here.call('UpdateStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'MissingRequiredParameter',
    });
  });

  it('is being deleted as long as it runs, starts nothing, and is gone then', async () => {
    await create({ definition: JSON.stringify(single({ Type: 'Wait', Seconds: 60 })) });
    here.clock.set('real');
    const arn = await here.start(ARN);
    await here.call('DeleteStateMachine', { stateMachineArn: ARN });
    expect(await here.call('DescribeStateMachine', { stateMachineArn: ARN })).toMatchObject({ status: 'DELETING' });
    await expect(here.start(ARN)).rejects.toMatchObject({ code: 'StateMachineDeleting' });
    here.clock.set('jump');
    await here.ended(arn);
    const gone = { code: 'StateMachineDoesNotExist', message: `State Machine Does Not Exist: '${ARN}'` };
    await expect(here.call('DescribeStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject(gone);
    await expect(here.start(ARN)).rejects.toMatchObject(gone);
    expect(await here.call('DescribeExecution', { executionArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await here.call('DeleteStateMachine', { stateMachineArn: ARN })).toEqual({});
    await create();
    expect(await here.call('DescribeExecution', { executionArn: arn })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('that is being deleted lets its executions enter no other state', async () => {
    const states = { A: { Type: 'Wait', Seconds: 60, Next: 'B' }, B: { Type: 'Succeed' } };
    await create({ definition: JSON.stringify({ StartAt: 'A', States: states }) });
    here.clock.set('real');
    const arn = await here.start(ARN);
    await here.call('DeleteStateMachine', { stateMachineArn: ARN });
    await here.clock.advance(59_000);
    expect(await here.call('DescribeExecution', { executionArn: arn })).toMatchObject({ status: 'RUNNING' });
    await here.clock.advance(1_000);
    expect(await here.ended(arn)).toMatchObject({ status: 'ABORTED' });
    expect((await here.events(arn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionAborted',
    ]);
    await expect(here.call('DescribeStateMachine', { stateMachineArn: ARN })).rejects.toMatchObject({
      code: 'StateMachineDoesNotExist',
    });
  });

  it('is listed in its own account and Region alone', async () => {
    await create();
    const listed = async (account: string, region: string) => {
      const identity = { arn: `arn:aws:iam::${account}:root`, account };
      return (await here.aws.call<ListStateMachinesOutput>('sfn', 'ListStateMachines', {}, { identity, region }))
        .stateMachines?.length;
    };
    expect(await listed('111122223333', 'us-east-1')).toBe(1);
    expect(await listed('111122223333', 'us-east-2')).toBe(0);
    expect(await listed('222233334444', 'us-east-1')).toBe(0);
  });

  it('is listed in pages, newest first', async () => {
    for (let index = 0; index < 5; index++) await create({ name: `m${index}` });
    const page = (nextToken?: string) =>
      here.call<ListStateMachinesOutput>('ListStateMachines', { maxResults: 2, ...(nextToken ? { nextToken } : {}) });
    const first = await page();
    const second = await page(first.nextToken);
    const third = await page(second.nextToken);
    const names = [first, second, third].flatMap(({ stateMachines }) => stateMachines?.map(({ name }) => name));
    expect(names).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
    expect(third.nextToken).toBeUndefined();
    await expect(page('nonsense')).rejects.toMatchObject({
      code: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  it.each([
    ['nonsense', "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
    [ARN.replace(':stateMachine:', ':execution:'), "Invalid Arn: 'Resource type not valid in this context: execution'"],
    ['arn:aws:states', "Invalid Arn: 'arn:aws:states'"],
  ])('is not found under %s', async (stateMachineArn, message) => {
    await expect(here.call('DescribeStateMachine', { stateMachineArn })).rejects.toMatchObject({
      code: 'InvalidArn',
      message,
    });
  });
});

describe('ValidateStateMachineDefinition', () => {
  it('finds a good definition good', async () => {
    expect(await here.call('ValidateStateMachineDefinition', { definition })).toEqual({
      result: 'OK',
      diagnostics: [],
      truncated: false,
    });
  });

  it('lists what is wrong with the others', async () => {
    const wrong = JSON.stringify(single({ Type: 'Task', Resource: 'arn:aws:states:::nothing:here' }));
    expect(await here.call('ValidateStateMachineDefinition', { definition: wrong })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', location: '/States/Only/Resource' }],
    });
  });
});
