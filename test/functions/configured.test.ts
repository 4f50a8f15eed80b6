import { createHash } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isConfigured } from '../../functions/common/configured.ts';
import { request } from './provider.ts';
import { wire } from './wire.ts';

const POLICY = { name: 'stuck', description: 'what is stuck', mode: 'apply' };
const CLEANUP = 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-cleanup:run';
const nameFor = (cleanup: string) => `stuck_${createHash('sha256').update(cleanup).digest('hex').slice(0, 24)}`;

let rule: unknown;
let template: string | undefined;
let execution: { status: string; input: unknown } | undefined;
const aws = await wire(({ target }) => {
  const none = {
    status: 400,
    body: { __type: target.startsWith('AWSEvents') ? 'ResourceNotFoundException' : 'ExecutionDoesNotExist' },
  };
  if (target === 'AWSEvents.ListTargetsByRule') {
    return rule === undefined
      ? none
      : {
          body: {
            Targets: [
              { Id: 'Cleanup', Arn: 'arn', Input: JSON.stringify(rule) },
              ...(template === undefined
                ? []
                : [{ Id: 'Signal', Arn: 'arn', InputTransformer: { InputTemplate: template } }]),
            ],
          },
        };
  }
  return execution ? { body: { status: execution.status, input: JSON.stringify(execution.input) } } : none;
});
const clients = { eventBridge: new EventBridgeClient({}), sfn: new SFNClient({}) };
const context = {
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:offboard-dev-receive-offboarding',
} as Context;

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  rule = { policy: POLICY };
  execution = { status: 'RUNNING', input: { policy: POLICY } };
});

interface Given {
  policy?: object;
  others?: object;
  cleanup?: unknown;
  run?: string;
}

function check({ policy = POLICY, others = {}, cleanup = CLEANUP, run = nameFor(String(cleanup)) }: Given = {}) {
  const made = request();
  const detail = { ...(made.detail as object), data: { policy, ...others } };
  const started = { ...made, detail, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: cleanup };
  return isConfigured(clients, { request: started, run }, context);
}

describe('a request is that of a cleanup', () => {
  it('where the cleanup runs and its rule says the same', async () => {
    expect(await check()).toBe(true);
  });

  it.each<[string, Given]>([
    ['an event, which says nothing of an execution', { cleanup: null, run: nameFor(CLEANUP) }],
    ['an execution of another name than the cleanup gives', { run: 'stuck_0123' }],
    ['of another stack', { cleanup: CLEANUP.replace('-dev-', '-prod-') }],
    ['of another state machine', { cleanup: CLEANUP.replace('-cleanup:', '-offboard:') }],
    ['of another account', { cleanup: CLEANUP.replace('111122223333', '999988887777') }],
    ['with another policy', { policy: { ...POLICY, mode: 'plan' } }],
    ['with more than the policy', { others: { options: { approval: 'none' } } }],
  ])('not %s', async (_, given) => {
    expect(await check(given)).toBe(false);
  });

  it('not of a cleanup that has ended, was never started, or was started with another policy', async () => {
    execution = { status: 'SUCCEEDED', input: { policy: POLICY } };
    expect(await check()).toBe(false);
    execution = undefined;
    expect(await check()).toBe(false);
    execution = { status: 'RUNNING', input: { policy: { ...POLICY, mode: 'plan' } } };
    expect(await check()).toBe(false);
  });

  it('not where there is no such rule, or it says something else', async () => {
    rule = undefined;
    expect(await check()).toBe(false);
    rule = { policy: { ...POLICY, mode: 'plan' } };
    expect(await check()).toBe(false);
  });
});

const SIGNAL_EXECUTION = 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-signal:run';
const SIGNAL = { name: 'ad', bus: 'default', subject: { type: 'user', at: ['detail', 'name'] }, mailDomains: [] };
const EVENT = { source: 'aws.ds', detail: { name: 'alice' } };
const DATA = { subject: { type: 'user', id: 'alice' }, options: { mode: 'plan' } };

interface GivenSignal {
  signal?: object;
  event?: object;
  data?: object;
  run?: string;
  ruleSignal?: object;
}

function checkSignal({
  signal = SIGNAL,
  event = EVENT,
  data = DATA,
  run = 'signal-ad-1',
  ruleSignal = signal,
}: GivenSignal = {}) {
  execution = { status: execution?.status ?? 'RUNNING', input: { signal, event } };
  template = `{"signal":${JSON.stringify(ruleSignal)},"event":<aws.events.event.json>}`;
  const made = request();
  const detail = { ...(made.detail as object), metadata: { id: 'signal-ad-1' }, data };
  const started = { ...made, detail, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: SIGNAL_EXECUTION };
  return isConfigured(clients, { request: started, run }, context);
}

describe('a request is that of a signal', () => {
  it('where the signal runs, on an event of AWS, and its rule says the same', async () => {
    expect(await checkSignal()).toBe(true);
    const options = { mode: 'apply', kinds: ['license-manager-user'] };
    expect(await checkSignal({ signal: { ...SIGNAL, options }, data: { ...DATA, options } })).toBe(true);
  });

  it.each<[string, GivenSignal]>([
    ['of an event that anybody may put', { event: { ...EVENT, source: 'hr' } }],
    ['on the bus that takes requests', { signal: { ...SIGNAL, bus: 'offboard-dev' } }],
    ['under another name than its id', { run: 'signal-ad-2' }],
    ['about somebody whom the event does not name', { data: { ...DATA, subject: { type: 'user', id: 'bob' } } }],
    ['with other options', { data: { ...DATA, options: { mode: 'apply' } } }],
    ['with more than that', { data: { ...DATA, associations: [] } }],
    ['of a signal that its rule does not hand over', { ruleSignal: { ...SIGNAL, options: { mode: 'apply' } } }],
  ])('not one %s', async (_, given) => {
    expect(await checkSignal(given)).toBe(false);
  });

  it('not of a signal that has ended', async () => {
    execution = { status: 'SUCCEEDED', input: {} };
    expect(await checkSignal()).toBe(false);
  });
});
