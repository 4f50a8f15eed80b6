import { describe, expect, it } from 'vitest';
import { Store } from '../../core/store.ts';
import { busArn, FUNCTION, MACHINE, queueArn, ROLE, ruleTo, runtime, toMachine } from './runtime.ts';

const PATTERN = '{"source":["test"]}';
const ruleArn = (path: string) => `arn:aws:events:us-east-1:111122223333:rule/${path}`;

/** Operation, input and AWS's answer to it, on a runtime with the bus `own`, its rule `r` and that rule's target. */
const refusals: [operation: string, input: object, code: string, message: string | RegExp][] = [
  ['CreateEventBus', { Name: 'own' }, 'ResourceAlreadyExistsException', 'Event bus own already exists.'],
  ['CreateEventBus', { Name: 'default' }, 'ResourceAlreadyExistsException', 'Event bus default already exists.'],
  ['CreateEventBus', { Name: 'a/b' }, 'ValidationException', "Event bus name must not contain '/'."],
  [
    'CreateEventBus',
    { Name: 'a b' },
    'ValidationException',
    /at 'name' failed to satisfy constraint: Member must satisfy regular expression/,
  ],
  ['DeleteEventBus', { Name: 'default' }, 'ValidationException', 'Cannot delete event bus default.'],
  ['DeleteEventBus', { Name: 'own' }, 'ValidationException', "Event bus can't be deleted since it has rules."],
  ['DescribeEventBus', { Name: 'none' }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
  [
    'PutRule',
    { Name: 'r', EventBusName: 'none', EventPattern: PATTERN },
    'ResourceNotFoundException',
    'Event bus none does not exist.',
  ],
  [
    'PutRule',
    { Name: 'r' },
    'ValidationException',
    'Parameter(s) EventPattern or ScheduleExpression must be specified.',
  ],
  ['PutRule', { Name: 'no blanks', EventPattern: PATTERN }, 'ValidationException', /at 'name' failed/],
  [
    'PutRule',
    { Name: 'r', EventPattern: '{"source":"x"}' },
    'InvalidEventPatternException',
    /^Event pattern is not valid. Reason: "source" must be an object or an array\n at \[Source/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: `{"source":["${'x'.repeat(4096)}"]}` },
    'ValidationException',
    /at 'eventPattern' failed.*less than or equal to 4096/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: '{"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]}' },
    'InvalidEventPatternException',
    /Rule is too complex/,
  ],
  [
    'PutRule',
    { Name: 'r', EventPattern: PATTERN, State: 'ON' },
    'ValidationException',
    /at 'state' failed to satisfy constraint: Member must satisfy enum value set/,
  ],
  ['DescribeRule', { Name: 'none' }, 'ResourceNotFoundException', 'Rule none does not exist on EventBus default.'],
  ['EnableRule', { Name: 'r' }, 'ResourceNotFoundException', 'Rule r does not exist on EventBus default.'],
  [
    'DeleteRule',
    { Name: 'r', EventBusName: 'own' },
    'ValidationException',
    "Rule can't be deleted since it has targets.",
  ],
  ['ListRules', { Limit: 0 }, 'ValidationException', /at 'limit' failed/],
  [
    'ListRuleNamesByTarget',
    {},
    'ValidationException',
    /^1 validation error detected: Value null at 'targetArn' failed/,
  ],
  ['UntagResource', { ResourceARN: ruleArn('own/r') }, 'ValidationException', /Value null at 'tagKeys' failed/],
  [
    'PutTargets',
    { Rule: 'r', EventBusName: 'own', Targets: [{ Id: 'a b', Arn: FUNCTION }] },
    'ValidationException',
    /^1 validation error detected: Value 'a b' at 'targets\.1\.member\.id' failed to satisfy constraint: /,
  ],
  [
    'CreateEventBus',
    { Name: 'more', KmsKeyIdentifier: 'k' },
    'ValidationException',
    'eventbridge CreateEventBus KmsKeyIdentifier is not served by local AWS',
  ],
  ['ListRules', { NextToken: 'x' }, 'ValidationException', 'Provided NextToken is not valid.'],
  [
    'TagResource',
    { ResourceARN: ruleArn('none'), Tags: [] },
    'ResourceNotFoundException',
    'Rule none does not exist on EventBus default.',
  ],
  [
    'RemovePermission',
    { EventBusName: 'own', StatementId: 's' },
    'ResourceNotFoundException',
    'Statement with the provided id does not exist.',
  ],
  ['PutEvents', { Entries: 'x' }, 'SerializationException', 'Expected list or null'],
  ['PutEvents', { Entries: [1] }, 'SerializationException', 'Start of structure or map found where not expected.'],
  ['PutEvents', [], 'SerializationException', 'Start of structure or map found where not expected.'],
  [
    'PutRule',
    { Name: 1, EventPattern: PATTERN },
    'SerializationException',
    'NUMBER_VALUE can not be converted to a String',
  ],
  [
    'PutTargets',
    { Rule: 'r', Targets: [{ Id: 't', Arn: FUNCTION, RetryPolicy: 1 }] },
    'SerializationException',
    'Start of structure or map found where not expected.',
  ],
  ['TestEventPattern', { EventPattern: '[]', Event: '{}' }, 'InvalidEventPatternException', /Filter is not an object/],
  [
    'TestEventPattern',
    { EventPattern: PATTERN, Event: '{}' },
    'ValidationException',
    'Parameter Event is not valid. Reason: id is a required field.',
  ],
];

const targets: [what: string, target: object, message: string | RegExp][] = [
  ['no ARN', { Arn: 'queue' }, 'Parameter queue is not valid. Reason: Provided Arn is not in correct format.'],
  [
    'a log group',
    { Arn: 'arn:aws:logs:us-east-1:111122223333:log-group:x' },
    /delivers to state machines, functions, queues and event buses/,
  ],
  ['a state machine without a role', { Arn: MACHINE }, `RoleArn is required for target ${MACHINE}.`],
  [
    'two sorts of input',
    { Arn: FUNCTION, Input: '{}', InputPath: '$.x' },
    'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
  ],
  ['an input that is no JSON', { Arn: FUNCTION, Input: '{' }, 'JSON syntax error in input for target t.'],
  [
    'a path that is none',
    { Arn: FUNCTION, InputPath: 'detail' },
    'Parameter InputPath is not valid. Reason: Invalid JSONPath detail',
  ],
  [
    'an unknown variable',
    { Arn: FUNCTION, InputTransformer: { InputTemplate: '"<x>"' } },
    'InputTemplate for target t contains invalid placeholder x.',
  ],
  [
    'a reserved variable',
    { Arn: FUNCTION, InputTransformer: { InputPathsMap: { 'aws.x': '$.x' }, InputTemplate: '"x"' } },
    /at 'targets\.1\.member\.inputTransformer\.inputPathsMap' failed .* Map keys must satisfy/,
  ],
  [
    'too many retries',
    { Arn: FUNCTION, RetryPolicy: { MaximumRetryAttempts: 186 } },
    /at 'targets\.1\.member\.retryPolicy\.maximumRetryAttempts' failed.*less than or equal to 185/,
  ],
  ['too short an age', { Arn: FUNCTION, RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, /greater than or equal to 60/],
  [
    'a FIFO queue for dead letters',
    { Arn: FUNCTION, DeadLetterConfig: { Arn: queueArn('x.fifo') } },
    /standard Amazon SQS queue/,
  ],
];

async function prepared() {
  const world = runtime({ mode: 'jump' });
  await world.call('CreateEventBus', { Name: 'own', Description: 'ours', Tags: [{ Key: 'k', Value: 'v' }] });
  await ruleTo(world, toMachine, 'r', { EventBusName: 'own' });
  return world;
}

describe('AWS refuses', () => {
  it.each(refusals)('%s %o', async (operation, input, code, message) => {
    const world = await prepared();
    await expect(world.call(operation, input)).rejects.toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });

  it.each(targets)('as a target %s', async (_what, target, message) => {
    const world = await prepared();
    const input = { Rule: 'r', EventBusName: 'own', Targets: [{ Id: 't', ...target }] };
    await expect(world.call('PutTargets', input)).rejects.toThrow(message);
  });

  it('a sixth target, a 301st rule and a 101st bus', async () => {
    const world = await prepared();
    const limit = {
      code: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    };
    const Targets = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}`, Arn: FUNCTION }));
    await expect(world.call('PutTargets', { Rule: 'r', EventBusName: 'own', Targets })).rejects.toMatchObject(limit);
    for (let index = 0; index < 300; index++) await world.call('PutRule', { Name: `r${index}`, EventPattern: PATTERN });
    await expect(world.call('PutRule', { Name: 'more', EventPattern: PATTERN })).rejects.toMatchObject(limit);
    for (let index = 0; index < 98; index++) await world.call('CreateEventBus', { Name: `b${index}` });
    await expect(world.call('CreateEventBus', { Name: 'more' })).rejects.toMatchObject(limit);
  });
});

describe('what was made', () => {
  it('is described as it was put, by name or by ARN', async () => {
    const world = await prepared();
    const bus = await world.call('DescribeEventBus', { Name: busArn('own') });
    const { CreationTime, LastModifiedTime, ...rest } = bus as Record<string, unknown>;
    expect(rest).toEqual({ Name: 'own', Arn: busArn('own'), Description: 'ours' });
    expect(CreationTime).toBeInstanceOf(Date);
    expect(LastModifiedTime).toEqual(CreationTime);
    expect(await world.call('DescribeRule', { Name: 'r', EventBusName: busArn('own') })).toEqual({
      Name: 'r',
      Arn: ruleArn('own/r'),
      EventBusName: 'own',
      EventPattern: PATTERN,
      State: 'ENABLED',
      CreatedBy: '111122223333',
    });
    expect(await world.call('ListTargetsByRule', { Rule: 'r', EventBusName: 'own' })).toEqual({
      Targets: [{ Id: 't', Arn: MACHINE, RoleArn: ROLE }],
    });
    expect(await world.call('ListRuleNamesByTarget', { TargetArn: MACHINE, EventBusName: 'own' })).toEqual({
      RuleNames: ['r'],
    });
    expect(await world.call('ListEventBuses', {})).toMatchObject({
      EventBuses: [{ Name: 'default' }, { Name: 'own' }],
    });
  });

  it('is replaced by putting it again, with its targets and tags kept', async () => {
    const world = await prepared();
    await world.call('TagResource', {
      ResourceARN: ruleArn('own/r'),
      Tags: [
        { Key: 'k', Value: 'v' },
        { Key: 'l', Value: '' },
      ],
    });
    await world.call('UntagResource', { ResourceARN: ruleArn('own/r'), TagKeys: ['l'] });
    await world.call('PutRule', {
      Name: 'r',
      EventBusName: 'own',
      EventPattern: '{"source":["new"]}',
      State: 'DISABLED',
    });
    expect(await world.call('ListTagsForResource', { ResourceARN: ruleArn('own/r') })).toEqual({
      Tags: [{ Key: 'k', Value: 'v' }],
    });
    expect(await world.call('ListTargetsByRule', { Rule: 'r', EventBusName: 'own' })).toMatchObject({
      Targets: [{ Id: 't' }],
    });
    expect(await world.call('DescribeRule', { Name: 'r', EventBusName: 'own' })).toMatchObject({ State: 'DISABLED' });
  });

  it('is removed: targets, rule, bus; and what is not there is removed too', async () => {
    const world = await prepared();
    await world.call('RemoveTargets', { Rule: 'r', EventBusName: 'own', Ids: ['t', 'other'] });
    await world.call('DeleteRule', { Name: 'r', EventBusName: 'own' });
    await world.call('DeleteRule', { Name: 'r', EventBusName: 'own' });
    await world.call('DeleteEventBus', { Name: 'own' });
    await world.call('DeleteEventBus', { Name: 'own' });
    expect(await world.call('ListEventBuses', {})).toMatchObject({ EventBuses: [{ Name: 'default' }] });
  });

  it('is listed in pages', async () => {
    const world = runtime();
    for (const Name of ['b', 'a', 'd', 'c', 'x']) await world.call('PutRule', { Name, EventPattern: PATTERN });
    const names = async (input: object) => {
      const { Rules, NextToken } = await world.call<{ Rules: { Name: string }[]; NextToken?: string }>(
        'ListRules',
        input,
      );
      return { names: Rules.map(({ Name }) => Name).join(''), NextToken };
    };
    const first = await names({ Limit: 3 });
    expect(first.names).toBe('abc');
    expect(await names({ Limit: 3, NextToken: first.NextToken })).toEqual({ names: 'dx', NextToken: undefined });
    expect(await names({ NamePrefix: 'x' })).toEqual({ names: 'x', NextToken: undefined });
  });

  it('is there after a restart', async () => {
    const store = new Store();
    const first = runtime({ store });
    await ruleTo(first, toMachine);
    const second = runtime({ store });
    expect(await second.call('ListTargetsByRule', { Rule: 'r' })).toMatchObject({ Targets: [{ Id: 't' }] });
  });
});

describe('TestEventPattern', () => {
  it('matches an event that has all its parts', async () => {
    const world = runtime();
    const event = {
      id: '1',
      account: '1',
      source: 'test',
      time: '2026-03-01T12:00:00Z',
      region: 'us-east-1',
      resources: [],
      'detail-type': 'x',
    };
    const test = (EventPattern: string) =>
      world.call('TestEventPattern', { EventPattern, Event: JSON.stringify(event) });
    expect(await test(PATTERN)).toEqual({ Result: true });
    expect(await test('{"source":["other"]}')).toEqual({ Result: false });
  });
});
