/** People are told once of what waits for them and how it ended; a sink that fails loses nothing. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, DANA, ended, offboard, provenBy, WEB, waiting } from './offboardings.ts';
import { Stack } from './stack.ts';

const OPERATOR = { arn: 'arn:aws:iam::111122223333:user/operator', account: '111122223333', advancesClock: true };
const HOUR = 3_600_000;
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:offboard-dev-notices';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack[Symbol.asyncDispose]());

const call = <Output>(operation: string, input: object) =>
  stack.runtime.aws.call<Output>('sfn', operation, input, { identity: OPERATOR });

const sentBy = (service: string) => stack.runtime.outbox.list().filter((item) => item.service === service);
const subjects = () => sentBy('sns').map(({ subject }) => subject);
const SLACK = 'https://slack.com/api/chat.postMessage';
const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue';
const stateMachineArn = () => stack.runtime.info().machines.find((arn) => arn.endsWith('-notice')) as string;

async function executions() {
  const input = { stateMachineArn: stateMachineArn() };
  type Listed = { executions: { executionArn: string; status: string }[] };
  return (await call<Listed>('ListExecutions', input)).executions;
}

it('asks for the approval of a plan, and tells that it was denied', async () => {
  stack.runtime.clock.set('real');
  const asked = await waiting(stack, provenBy(stack, 'dana'));
  await answer(stack, 'erin', { ...asked, decision: 'deny' });
  await ended(stack, asked.offboarding, 'OffboardingRejected');
  stack.runtime.clock.set('jump');
  await stack.runtime.settled();
  const [first, second] = sentBy('sns');
  expect(first).toMatchObject({ to: TOPIC, subject: expect.stringMatching(/^Approve or deny by .*: 1 assoc.* web/) });
  expect(second).toMatchObject({ subject: 'Rejected, nothing was changed: repository web [dev]' });
  for (const { body } of [first, second] as { body: string }[]) {
    expect(body).toContain(`  offboard show ${asked.offboarding} --stage dev\n`);
    expect(body).not.toMatch(/dana|erin|I looked at it/);
  }
});

it('reminds once before a plan expires, and tells that it has', async () => {
  const before = subjects().length;
  const id = await offboard(stack, { ...WEB, options: { mode: 'apply', approval: 'required' } }, { requestedBy: DANA });
  await ended(stack, id, 'OffboardingRejected');
  await stack.runtime.settled();
  expect(subjects().slice(before)).toEqual([
    expect.stringMatching(/^Approve or deny by .*: 1 association of repository web \[dev\]$/),
    expect.stringMatching(/^Denied without an answer by .*: 1 association of repository web \[dev\]$/),
    'Rejected, nothing was changed: repository web [dev]',
  ]);
  const [requested, expiring, rejected] = stack
    .answersTo(id)
    .map(({ detail }) => Date.parse(detail.metadata.timestamp));
  expect(Math.round(((rejected ?? 0) - (expiring ?? 0)) / HOUR)).toBe(24);
  expect(Math.round(((rejected ?? 0) - (requested ?? 0)) / HOUR)).toBe(72);
});

it('tells of copies of an event once, and tells nobody of what nobody waits for', async () => {
  const before = subjects().length;
  await ended(stack, await offboard(stack, WEB), 'OffboardingPlanned');
  const id = await offboard(stack, { ...WEB, options: { mode: 'apply', approval: 'none' } }, { requestedBy: DANA });
  await ended(stack, id, 'OffboardingCompleted');
  await stack.runtime.settled();
  expect(subjects().slice(before)).toEqual(['Completed: repository web, 1 removed [dev]']);
  const [{ executionArn } = { executionArn: '' }] = await executions();
  const { input } = await call<{ input: string }>('DescribeExecution', { executionArn });
  await call('StartExecution', { stateMachineArn: stateMachineArn(), input });
  await stack.runtime.settled();
  expect(subjects()).toHaveLength(before + 1);
});

it('posts the same to Slack, and ends an alert of PagerDuty', async () => {
  const before = sentBy('http').length;
  const id = await offboard(stack, { ...WEB, options: { mode: 'apply', approval: 'none' } }, { requestedBy: DANA });
  await ended(stack, id, 'OffboardingCompleted');
  await stack.runtime.settled();
  const sent = sentBy('http').slice(before);
  const bodyTo = (url: string) => JSON.parse(sent.find(({ to }) => to === url)?.body ?? 'null') as unknown;
  expect(bodyTo(SLACK)).toMatchObject({
    channel: 'C0123456789',
    text: expect.stringContaining('*Completed: repository web, '),
  });
  expect(bodyTo(PAGERDUTY)).toEqual({ event_action: 'resolve', dedup_key: `offboard-dev-${id}` });
});

it('a notice whose sink fails is sent when its execution is redriven', async () => {
  const before = subjects().length;
  const fault = stack.runtime.faults.set({ kind: 'server-error', service: 'sns', operation: 'Publish', rate: 1 });
  const id = await offboard(stack, { ...WEB, options: { mode: 'apply', approval: 'none' } }, { requestedBy: DANA });
  await ended(stack, id, 'OffboardingCompleted');
  // What an answer starts does not move the clock.
  await stack.runtime.clock.advance(HOUR);
  const [failed] = await executions();
  expect(failed).toMatchObject({ status: 'FAILED' });
  stack.runtime.faults.clear(fault.id);
  await call('RedriveExecution', { executionArn: failed?.executionArn });
  await stack.runtime.settled();
  expect(subjects().slice(before)).toEqual(['Completed: repository web, nothing to remove [dev]']);
});
