import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { offboardingFailed, offboardingRequested } from '../../events/index.ts';
import type { Metadata } from '../../events/metadata.ts';
import { EVIDENCE_STATES, REPORTING_STATES } from '../../functions/disassociation/execution-final-state.ts';
import type { FindInput, UnreportedPage } from '../../functions/find-unreported.ts';
import { definitionOf } from '../statemachines/machine.ts';
import { request, waiting } from './provider.ts';
import { type Asked, invoke, wire } from './wire.ts';

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-one';
const OTHER = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-two';
const OFFBOARD = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-offboard';
const OFFBOARDING = 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-offboard:one';
const NOW = '2026-11-20T16:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

const envelope = request();
let inputs: Record<string, object>;
let histories: Record<string, object[]>;
let statuses: Record<string, string>;
let lists: Record<string, object>;

const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
  'AWSStepFunctions.GetExecutionHistory': ({ executionArn }) => ({ events: histories[executionArn as string] ?? [] }),
  'AWSStepFunctions.DescribeExecution': ({ executionArn }) => ({
    executionArn,
    input: JSON.stringify(inputs[executionArn as string] ?? envelope),
    status: statuses[executionArn as string] ?? 'ABORTED',
    cause: 'an operator stopped it',
    stopDate: seconds(NOW),
  }),
  'AWSStepFunctions.ListExecutions': ({ stateMachineArn, statusFilter }) =>
    lists[`${stateMachineArn} ${statusFilter}`] ?? { executions: [] },
};

const aws = await wire(({ target, body }: Asked) => ({ body: answers[target]?.(body) }));
process.env.STATE_MACHINE_ARNS = `${MACHINE},${OTHER}`;
process.env.OFFBOARD_STATE_MACHINE_ARN = OFFBOARD;
const { handler } = await import('../../functions/find-unreported.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  inputs = {};
  histories = {};
  statuses = {};
  lists = {};
});

const find = (event: object, cursor: FindInput['cursor'] = null) =>
  invoke<unknown, UnreportedPage>(handler, { event, cursor });
const statusChange = (executionArn: string) => ({
  ...envelope,
  'detail-type': 'Step Functions Execution Status Change',
  detail: { executionArn },
});
const sweep = { ...envelope, 'detail-type': 'Scheduled Event', time: NOW };

const left = (name: string) => ({ type: 'TaskStateExited', id: 9, timestamp: 1, stateExitedEventDetails: { name } });
const succeeded = (output: unknown) => ({
  type: 'LambdaFunctionSucceeded',
  id: 8,
  timestamp: 1,
  lambdaFunctionSucceededEventDetails: { output: JSON.stringify(output) },
});

const ended = (name: string, startDate: string, stopDate: string) => ({
  executionArn: name,
  name,
  startDate: seconds(startDate),
  stopDate: seconds(stopDate),
  status: 'FAILED',
  stateMachineArn: MACHINE,
});

describe('find-unreported, after a status change', () => {
  it('finds an execution that never left its completing state, and how far it had come', async () => {
    const latest = { progress: waiting, polls: 4 };
    histories = { stopped: [left('Poll'), succeeded(latest), succeeded({ progress: waiting, polls: 3 })] };
    const { unreported, cursor } = await find(statusChange('stopped'));
    expect(cursor).toBeNull();
    expect(unreported).toEqual([
      {
        request: envelope,
        disassociation: latest,
        rejection: null,
        failure: { Error: 'ABORTED', Cause: 'an operator stopped it' },
        lastError: null,
        execution: 'stopped',
        at: '2026-11-20T16:00:00.000Z',
      },
    ]);
  });

  it('leaves alone what completed', async () => {
    histories = { stopped: [left('Complete'), succeeded({ outcome: 'FAILED' })] };
    expect(await find(statusChange('stopped'))).toEqual({ unreported: [], offboardings: [], cursor: null });
  });

  it.each(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED'])('does not believe an event about what is %s', async (status) => {
    statuses = { [OFFBOARDING]: status, running: status };
    for (const executionArn of [OFFBOARDING, 'running']) {
      expect(await find(statusChange(executionArn))).toEqual({ unreported: [], offboardings: [], cursor: null });
    }
  });

  it.each(Object.entries(REPORTING_STATES))('knows the states that publish the outcome (%s)', (name, reporting) => {
    const { States } = definitionOf(name) as { States: Record<string, { Resource?: string; Next?: string }> };
    const publishing = Object.entries(States).filter(
      ([state, { Resource = '' }]) =>
        /Complete|Publish/.test(Resource) &&
        !['PublishStuck', 'PublishApprovalRequest', 'PublishApprovalExpiring'].includes(state),
    );
    expect(publishing.map(([state]) => state).sort()).toEqual([...reporting].sort());
  });
});

const idOf = ({ detail }: { detail: unknown }) => (detail as { metadata: Metadata }).metadata.id;

describe('find-unreported, for a request that is too large', () => {
  const large = (data: object) => ({ ...envelope, detail: { ...(envelope.detail as object), data } });

  it('answers what its states could not carry', async () => {
    const association = 'x'.repeat(255_000);
    inputs = { [`${MACHINE}:large`]: large({ association }), [OFFBOARDING]: large({ subject: association }) };
    const { unreported } = await find(statusChange(`${MACHINE}:large`));
    const { offboardings } = await find(statusChange(OFFBOARDING));
    expect(unreported).toMatchObject([
      { failure: { Cause: 'an operator stopped it' }, rejection: { error: 'INVALID', problems: [{ path: 'detail' }] } },
    ]);
    for (const { request } of [...unreported, ...offboardings]) expect(idOf(request)).toBe(idOf(envelope));
    expect(JSON.stringify([unreported, offboardings]).length).toBeLessThan(10_000);
  });
});

describe('find-unreported, for evidence that is not stored', () => {
  const entered = (name: string) => ({
    type: 'TaskStateEntered',
    id: 7,
    timestamp: 1,
    stateEnteredEventDetails: { name },
  });
  const scheduled = (input: object) => ({
    type: 'LambdaFunctionScheduled',
    id: 8,
    timestamp: 1,
    lambdaFunctionScheduledEventDetails: { resource: 'arn', input: JSON.stringify(input) },
  });

  it.each([
    { execution: 'one', state: 'Complete', of: 'single' },
    { execution: OFFBOARDING, state: 'RollUp', of: 'offboarding' },
    { execution: OFFBOARDING, state: 'RollUpRejection', of: 'offboarding' },
  ])('hands on what $state was handed, of $of, and nothing that it is told', async ({ execution, state, of }) => {
    const handed = { execution, at: NOW };
    histories = {
      [execution]: [
        ...[entered('RetryEvidence'), left(state), succeeded({}), scheduled(handed), scheduled(handed), entered(state)],
        ...[left('Poll'), succeeded({ progress: waiting }), scheduled({ other: true }), entered('Poll')],
      ],
    };
    const event = { evidenceOf: execution, input: { invented: true }, of: 'another' };
    const evidence = { of, input: { ...handed, evidenceOnly: true } };
    expect(await find(event)).toEqual({ unreported: [], offboardings: [], cursor: null, evidence });
  });

  it('fails where the execution has not come so far', async () => {
    histories = { one: [succeeded({ progress: waiting }), scheduled({}), entered('Poll')] };
    await expect(find({ evidenceOf: 'one' })).rejects.toThrow('one has not come to its evidence');
  });

  it.each(Object.entries(EVIDENCE_STATES))('knows the states that store it (%s)', (name, storing) => {
    const { States } = definitionOf(name) as { States: Record<string, { Resource?: string }> };
    const found = Object.entries(States).filter(([, { Resource = '' }]) => /Complete|RollUp/.test(Resource));
    expect(found.map(([state]) => state).sort()).toEqual([...storing].sort());
  });
});

describe('find-unreported, for an offboarding', () => {
  const request = offboardingRequested.sample;

  it('that published nothing says that it failed, in the words of the contract', async () => {
    inputs = { [OFFBOARDING]: request };
    histories = { [OFFBOARDING]: [left('Plan')] };
    const { unreported, offboardings } = await find(statusChange(OFFBOARDING));
    expect(unreported).toEqual([]);
    const { subject } = (request.detail as { data: { subject: object } }).data;
    expect(offboardings).toEqual([
      {
        request: expect.objectContaining({
          detail: { metadata: expect.objectContaining({ id: idOf(request) }), data: {} },
        }),
        detailType: 'OffboardingFailed',
        data: expect.objectContaining({
          subject,
          execution: OFFBOARDING,
          error: 'ABORTED',
          message: 'an operator stopped it',
          remaining: [],
        }),
      },
    ]);
    const { metadata } = offboardingFailed.sample.detail as { metadata: Metadata };
    expect(() => offboardingFailed.entry({ metadata, data: offboardings[0]?.data } as never, 'bus')).not.toThrow();
  });

  it('of an invalid request repeats nothing of it', async () => {
    inputs = { [OFFBOARDING]: { ...request, detail: { data: { subject: 7 } } } };
    const { offboardings } = await find(statusChange(OFFBOARDING));
    expect(offboardings[0]?.data).toEqual({
      mode: 'plan',
      execution: OFFBOARDING,
      error: 'ABORTED',
      message: 'an operator stopped it',
      remaining: [],
    });
  });

  it.each(REPORTING_STATES.offboard)('that left %s has answered', async (state) => {
    histories = { [OFFBOARDING]: [left(state)] };
    expect(await find(statusChange(OFFBOARDING))).toEqual({ unreported: [], offboardings: [], cursor: null });
  });
});

describe('find-unreported, in the sweep', () => {
  it('goes through every machine and status, a page at a time', async () => {
    lists[`${MACHINE} FAILED`] = { executions: [ended('new', NOW, NOW)], nextToken: 'more' };
    let cursor: FindInput['cursor'] = null;
    let pages = 0;
    do {
      ({ cursor } = await find(sweep, cursor));
      if (pages === 0) lists[`${MACHINE} FAILED`] = { executions: [] };
      pages += 1;
    } while (cursor !== null);
    const listed = aws.asked.filter(({ target }) => target.endsWith('ListExecutions')).map(({ body }) => body);
    expect(
      listed.map(({ stateMachineArn, statusFilter, nextToken }) => [stateMachineArn, statusFilter, nextToken]),
    ).toEqual(
      [MACHINE, OTHER, OFFBOARD].flatMap((arn) =>
        ['FAILED', 'TIMED_OUT', 'ABORTED'].flatMap((status) =>
          arn === MACHINE && status === 'FAILED'
            ? [
                [arn, status, undefined],
                [arn, status, 'more'],
              ]
            : [[arn, status, undefined]],
        ),
      ),
    );
  });

  it('reads the histories only of what ended since the sweeps before', async () => {
    lists[`${MACHINE} FAILED`] = {
      executions: [
        ended('just now', '2026-11-20T15:00:00Z', '2026-11-20T15:30:00Z'),
        ended('long ago', '2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'),
      ],
    };
    const { unreported } = await find(sweep);
    expect(unreported.map(({ execution }) => execution)).toEqual(['just now']);
  });

  it('turns no further pages than executions can be old', async () => {
    lists[`${MACHINE} FAILED`] = {
      executions: [ended('ancient', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z')],
      nextToken: 'older still',
    };
    expect((await find(sweep)).cursor).toBe(null);
    expect(aws.asked.filter(({ body }) => body.nextToken !== undefined)).toEqual([]);
  });

  it('goes on where nothing has ended, for twenty pages at most', async () => {
    expect(await find(sweep)).toEqual({ unreported: [], offboardings: [], cursor: null });
    expect(aws.asked).toHaveLength(9);
    lists[`${MACHINE} TIMED_OUT`] = { executions: [], nextToken: 'more' };
    expect((await find(sweep)).cursor).toEqual({ machine: 0, status: 1, token: 'more', read: 0 });
    expect(aws.asked).toHaveLength(9 + 20);
  });

  it('answers no more at once than Step Functions takes, and goes on from there', async () => {
    const stopped = Array.from({ length: 30 }, (_, number) => `stopped-${number}`);
    const long = { progress: waiting, before: 'é'.repeat(10_000) };
    lists[`${MACHINE} ABORTED`] = { executions: stopped.map((name) => ended(name, NOW, NOW)) };
    histories = Object.fromEntries(stopped.map((name) => [name, [left('Poll'), succeeded(long)]]));
    const pages: UnreportedPage[] = [];
    let cursor: FindInput['cursor'] = { machine: 0, status: 2, token: null, read: 0 };
    while (cursor?.machine === 0) {
      const page = await find(sweep, cursor);
      pages.push(page);
      cursor = page.cursor;
    }
    expect(pages.flatMap(({ unreported }) => unreported.map(({ execution }) => execution))).toEqual(stopped);
    for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(256 * 1024);
    expect(pages.length).toBeLessThan(6);
  });

  it('leaves out none that is longer than all others together', async () => {
    lists[`${MACHINE} FAILED`] = { executions: ['short', 'long', 'last'].map((name) => ended(name, NOW, NOW)) };
    histories = { long: [left('Poll'), succeeded({ progress: waiting, before: 'x'.repeat(220_000) })] };
    const found: string[] = [];
    let cursor: FindInput['cursor'] = null;
    do {
      const page = await find(sweep, cursor);
      found.push(...page.unreported.map(({ execution }) => execution));
      cursor = page.cursor;
    } while (cursor?.status === 0);
    expect(found).toEqual(['short', 'long', 'last']);
  });
});
