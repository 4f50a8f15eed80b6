import { describe, expect, it } from 'vitest';
import { busArn, entry, type PutOutput, put, role, ruleTo, runtime, toMachine, USER } from './runtime.ts';

const CALLER = 'arn:aws:iam::111122223333:role/caller';
const caller = { arn: `${CALLER}/session`, account: '111122223333', roleArn: CALLER };

async function putAll(entries: object[], world = runtime()): Promise<PutOutput> {
  return world.call<PutOutput>('PutEvents', { Entries: entries });
}

const problems: [what: string, entry: object, ErrorCode: string, ErrorMessage: string][] = [
  [
    'no source',
    { Source: undefined },
    'InvalidArgument',
    'Parameter Source is not valid. Reason: Source is a required argument.',
  ],
  [
    'no detail type',
    { DetailType: undefined },
    'InvalidArgument',
    'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
  ],
  [
    'no detail',
    { Detail: undefined },
    'InvalidArgument',
    'Parameter Detail is not valid. Reason: Detail is a required argument.',
  ],
  [
    'a long detail type',
    { DetailType: 'x'.repeat(129) },
    'InvalidArgument',
    'Parameter DetailType is not valid. Reason: DetailType must be at most 128 characters long.',
  ],
  ['a source of AWS', { Source: 'aws.s3' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
  ['a detail that is text', { Detail: 'text' }, 'MalformedDetail', 'Detail is malformed.'],
  ['a detail that is a list', { Detail: '[{}]' }, 'MalformedDetail', 'Detail is malformed.'],
  ['a detail that is a JSON string', { Detail: '"{}"' }, 'MalformedDetail', 'Detail is malformed.'],
  ['a detail that is no JSON', { Detail: '{"a": }' }, 'MalformedDetail', 'Detail is malformed.'],
  [
    'a detail that nests too deep',
    { Detail: `${'{"a":'.repeat(1_001)}1${'}'.repeat(1_001)}` },
    'MalformedDetail',
    'Detail is malformed.',
  ],
];

describe('an entry', () => {
  it.each(problems)('with %s fails alone, the others are taken', async (_what, wrong, ErrorCode, ErrorMessage) => {
    const { FailedEntryCount, Entries } = await putAll([entry(), entry(wrong), entry()]);
    expect(FailedEntryCount).toBe(1);
    expect(Entries[1]).toEqual({ ErrorCode, ErrorMessage });
    expect(Entries.map(({ EventId }) => typeof EventId)).toEqual(['string', 'undefined', 'string']);
  });

  it('for a bus that is not there is taken and goes nowhere', async () => {
    const world = runtime();
    const { FailedEntryCount, Entries } = await putAll([entry({ EventBusName: 'nowhere' })], world);
    expect([FailedEntryCount, Entries[0]?.EventId]).toEqual([0, expect.any(String)]);
    expect(world.bus.recent()).toEqual([]);
  });

  it('has the time and the resources it was given', async () => {
    const world = runtime();
    await put(world, { Time: new Date('2025-12-31T23:59:59.999Z'), Resources: ['arn:a'] });
    expect(world.bus.recent()[0]?.event).toMatchObject({ time: '2025-12-31T23:59:59Z', resources: ['arn:a'] });
  });
});

describe('the whole call is refused', () => {
  it('without entries', async () => {
    await expect(putAll([])).rejects.toMatchObject({
      code: 'ValidationException',
      message:
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  it('with more than ten, as AWS shows them', async () => {
    const shown =
      'PutEventsRequestEntry(time=null, source=test, resources=null, detailType=Asked, detail={"n":1.0}, eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';
    await expect(putAll(Array.from({ length: 11 }, () => entry()))).rejects.toMatchObject({
      message: `1 validation error detected: Value '[${Array.from({ length: 11 }, () => shown).join(', ')}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
    });
  });

  it('from one mebibyte on', async () => {
    const filled = (length: number) => [entry({ Detail: JSON.stringify({ x: 'x'.repeat(length) }), Time: new Date() })];
    const rest = 'test'.length + 'Asked'.length + '{"x":""}'.length + 14;
    await expect(putAll(filled(1024 * 1024 - rest))).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
    expect((await putAll(filled(1024 * 1024 - rest - 1))).FailedEntryCount).toBe(0);
  });
});

describe('who may put events', () => {
  const may = (Condition: object) => [
    { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn('default'), Condition },
  ];

  it('is asked for the bus, the source and the detail type', async () => {
    const world = runtime();
    world.iam.addRole(role(CALLER, may({ StringEquals: { 'events:source': 'test', 'events:detail-type': 'Asked' } })));
    const as = (rest: object) => world.call('PutEvents', { Entries: [entry(rest)] }, caller);
    await expect(as({})).resolves.toMatchObject({ FailedEntryCount: 0 });
    for (const rest of [{ Source: 'other' }, { DetailType: 'Other' }, { EventBusName: 'other' }]) {
      await expect(as(rest)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    }
  });

  it('may be said by the policy of the bus to another account', async () => {
    const world = runtime();
    const stranger = {
      arn: 'arn:aws:iam::999988887777:role/x',
      account: '999988887777',
      roleArn: 'arn:aws:iam::999988887777:role/x',
    };
    world.iam.addRole(role(stranger.roleArn, [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }]));
    await world.call('CreateEventBus', { Name: 'open' });
    const asStranger = () => world.call('PutEvents', { Entries: [entry({ EventBusName: busArn('open') })] }, stranger);
    await world.call('PutPermission', {
      EventBusName: 'open',
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 's', Effect: 'Deny', Principal: '*', Action: 'events:PutEvents', Resource: '*' }],
      }),
    });
    await expect(asStranger()).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await world.call('PutPermission', {
      EventBusName: 'open',
      Action: 'events:PutEvents',
      Principal: stranger.account,
      StatementId: 's',
    });
    await expect(asStranger()).resolves.toMatchObject({ FailedEntryCount: 0 });
  });
});

describe('the events of AWS itself', () => {
  it('come in on the default bus, and carry whether they move the clock', async () => {
    const world = runtime();
    await ruleTo(world, toMachine, 'r', { EventPattern: '{"source":["aws.states"],"detail":{"status":["FAILED"]}}' });
    const change = {
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      time: world.clock.now(),
      resources: ['arn:x'],
    };
    world.bus.publish({ ...change, detail: { status: 'FAILED' }, advancesClock: true });
    world.bus.publish({ ...change, detail: { status: 'RUNNING' }, advancesClock: true });
    await world.clock.idle();
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]?.identity.advancesClock).toBe(true);
    expect(JSON.parse(world.asked[0]?.input.input as string)).toMatchObject({
      source: 'aws.states',
      resources: ['arn:x'],
    });
  });
});

describe('the feed', () => {
  it('shows each event with the rules that matched and what became of the deliveries', async () => {
    const world = runtime();
    const seen: string[] = [];
    const stop = world.bus.watch(({ number, deliveries }) =>
      seen.push(`${number} ${deliveries.map(({ state }) => state)}`),
    );
    await ruleTo(world, toMachine);
    await put(world);
    await put(world, { Source: 'nobody' });
    stop();
    await put(world);
    expect(seen).toEqual(['1 PENDING', '1 DELIVERED', '2 ']);
    const [first] = world.bus.recent();
    expect(first?.deliveries).toEqual([
      expect.objectContaining({
        state: 'DELIVERED',
        attempts: 1,
        executionArn: expect.stringContaining('execution:work:'),
      }),
    ]);
    expect(world.bus.recent()).toHaveLength(3);
  });

  it('keeps the last 500', async () => {
    const world = runtime();
    for (let turn = 0; turn < 110; turn++) {
      await world.call('PutEvents', { Entries: Array.from({ length: 10 }, () => entry()) }, USER);
    }
    expect(world.bus.recent().map(({ number }) => number)).toEqual(
      Array.from({ length: 500 }, (_, index) => 601 + index),
    );
  });
});
