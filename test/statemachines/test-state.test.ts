/** Single states of our machines, by Step Functions' TestState (docs/testing-state-machines.md). */

import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { harness } from '@offboard/local-aws/test/stepfunctions/executions/harness.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { definitionOf } from './machine.ts';

const here = harness();
afterAll(() => here.close());

const LATER = '2100-01-01T00:00:00.000Z';
const PASSED = '2000-01-01T00:00:00.000Z';

const definition = JSON.stringify(definitionOf('disassociate', { PollWaitDivisor: '72' }));

function test(stateName: string, variables: object, more: Partial<TestStateInput> = {}): Promise<TestStateOutput> {
  return here.call<TestStateOutput>('TestState', {
    definition,
    stateName,
    variables: JSON.stringify(variables),
    ...more,
  });
}

describe('disassociate', () => {
  it.each([
    ['FAILED', { state: 'FAILED' }, {}, LATER, 'Complete'],
    ['in progress', { state: 'IN_PROGRESS', next: 'poll' }, {}, LATER, 'WaitForNextPoll'],
    ['in progress and asked again', { state: 'IN_PROGRESS', next: 'start' }, {}, LATER, 'WaitForRetry'],
    ['past its deadline', { state: 'IN_PROGRESS', next: 'poll' }, {}, PASSED, 'Complete'],
    ['stuck', { state: 'IN_PROGRESS', next: 'poll' }, { stuckAt: PASSED }, LATER, 'PublishStuck'],
  ])('goes on from a disassociation that is %s', async (_what, progress, disassociation, deadline, nextState) => {
    const variables = { disassociation: { progress, ...disassociation }, deadline, stuckPublished: false };
    expect(await test('EvaluateProgress', variables)).toMatchObject({ status: 'SUCCEEDED', nextState });
  });

  it.each([
    ['Anything', 0, { status: 'RETRIABLE' }],
    ['Anything', 2, { status: 'CAUGHT_ERROR', nextState: 'EvaluateProgress' }],
    ['AccessDenied', 2, { status: 'CAUGHT_ERROR', nextState: 'Complete' }],
  ])('a poll that fails with %s after %i retries', async (error, retrierRetryCount, expected) => {
    const mock = { errorOutput: { error, cause: '' } };
    const tested = await test(
      'Poll',
      { request: {}, disassociation: {}, waitSeconds: 10 },
      { mock, stateConfiguration: { retrierRetryCount } },
    );
    expect(tested).toMatchObject(expected);
  });
});
