import { describe, expect, it } from 'vitest';
import { type Answer, run } from './machine.ts';

const THROTTLED = 'Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException)';
const thrown = JSON.stringify({ errorType: 'Error', errorMessage: 'the statement is not valid' });

describe('an answer that could not be judged is refused', () => {
  const kept = { Body: JSON.stringify({ taskToken: 'token', waiting: { planId: 'plan' } }) };
  const input = { answer: { offboarding: 'leave', run: 'run' }, statement: {} };
  const answered = (judged: Answer) =>
    run('answer', input, (state) => (state === 'ReadPendingApproval' ? { ok: kept } : judged), {
      BucketName: 'bucket',
    });

  it.each<[string, Answer, string]>([
    ['what the function threw', { error: 'Error', cause: thrown }, 'the statement is not valid'],
    [
      'Lambda’s own error',
      { error: 'Lambda.TooManyRequestsException', cause: THROTTLED },
      'Lambda.TooManyRequestsException',
    ],
    ['a time-out', { error: 'States.Timeout' }, 'States.Timeout'],
  ])('with %s', async (_, judged, cause) => {
    const { execution } = await answered(judged);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'AnswerRejected', cause });
  });
});

describe('a denial that wakes nothing', () => {
  const received = {
    ...{
      id: 'leave',
      request: { id: 'e' },
      prefix: 'work/',
      problems: [],
      mode: 'apply',
      about: {},
      searches: 0,
      searchesKey: 'work/searches.json',
    },
    ...{ requester: { name: 'dana', proof: 'proven' }, approvalsNeeded: 1 },
  };
  const plan = { id: 'plan', associations: 1 };
  const approval = { needed: true, risks: [], until: '2026-11-23T00:00:00Z' };
  const request = { detail: { metadata: { requestedBy: 'dana' }, data: {} } };
  /** What the tasks of an offboarding answer that somebody denies. */
  const offboardAnswers: Record<string, Answer> = {
    ReceiveRequest: { ok: received },
    Plan: { ok: { plan, approval, reasons: [] } },
    PublishApprovalRequest: { ok: {} },
    WaitForApproval: { ok: {} },
    ReadApprovals: { ok: { state: 'denied', by: 'eve', reason: 'no', at: 'now' } },
    PublishRejection: { ok: {} },
  };
  const kept = { Body: JSON.stringify({ taskToken: 'token', waiting: {} }) };
  const validated = { valid: true, decision: 'deny', by: 'eve', at: 'now', missing: 0 };
  const input = { answer: { offboarding: 'leave', run: 'run' }, statement: {} };
  const offboard = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard';
  const last = (event: object): Answer => ({ ok: { Events: [event] } });
  const denied = (described: Answer) => {
    const answers: Record<string, Answer> = {
      ReadPendingApproval: { ok: kept },
      ValidateAnswer: { ok: validated },
      SendAnswer: { error: 'Sfn.TaskTimedOutException' },
      ReadOffboarding: described,
    };
    return run('answer', input, (state) => answers[state] as Answer, {
      BucketName: 'bucket',
      OffboardStateMachineArn: offboard,
    });
  };

  it('counts where the offboarding ended as denied', async () => {
    const { execution: offboarding } = await run('offboard', request, (state) => offboardAnswers[state] ?? { ok: {} });
    expect(offboarding).toMatchObject({ status: 'FAILED', error: 'REJECTED' });
    const ended = last({ ExecutionFailedEventDetails: { Cause: offboarding.cause } });
    expect((await denied(ended)).execution.status).toBe('SUCCEEDED');
  });

  it('counts where the offboarding waits for its start: it reads the answers again then', async () => {
    const ended = last({ StateEnteredEventDetails: { Name: 'WaitForStart' } });
    expect((await denied(ended)).execution.status).toBe('SUCCEEDED');
  });

  it.each<[string, Answer]>([
    ['goes on', last({ StateEnteredEventDetails: { Name: 'Apply' } })],
    ['ended otherwise', last({ ExecutionFailedEventDetails: { Cause: 'expired' } })],
    ['cannot be read', { error: 'Sfn.ExecutionDoesNotExistException' }],
  ])('may have come too late where the offboarding %s', async (_, described) => {
    const { execution } = await denied(described);
    expect(execution).toMatchObject({ status: 'FAILED', cause: expect.stringMatching(/^The denial is recorded, but/) });
  });
});

describe('a cleanup ends as its offboarding ended', () => {
  const policy = { name: 'stuck', description: 'what is stuck' };
  const ended = JSON.stringify({ Status: 'FAILED', Error: 'REJECTED', Cause: 'too many' });
  const asked = (answer: Answer) => run('cleanup', { policy }, () => answer);

  it.each<[string, Answer, object]>([
    ['badly', { error: 'States.TaskFailed', cause: ended }, { error: 'REJECTED', cause: 'too many' }],
    [
      'not even begun',
      { error: 'StepFunctions.AccessDeniedException', cause: 'User: role is not authorized' },
      { error: 'StepFunctions.AccessDeniedException', cause: 'User: role is not authorized' },
    ],
  ])('%s', async (_, answer, end) => {
    expect((await asked(answer)).execution).toMatchObject({ status: 'FAILED', ...end });
  });
});

describe('an offboarding that could not be planned says why', () => {
  const received = {
    id: 'leave',
    request: { id: 'e' },
    problems: [],
    mode: 'plan',
    about: { mode: 'plan' },
    searches: 0,
    searchesKey: 'work/searches.json',
  };
  const request = { detail: { metadata: {}, data: {} } };

  it.each<[string, Answer, string]>([
    ['in the words of the error', { error: 'Unavailable', cause: 'S3 is away' }, 'S3 is away'],
    ['by its name, where it has none', { error: 'States.Timeout' }, 'States.Timeout'],
  ])('%s', async (_, planned, message) => {
    let told: { message?: string } = {};
    const { execution } = await run('offboard', request, (state, handed) => {
      if (state === 'PublishFailure') told = (handed as { data: typeof told }).data;
      if (state === 'Plan') return planned;
      return { ok: received };
    });
    expect(told.message).toBe(message);
    expect(execution).toMatchObject({ status: 'FAILED', cause: message });
  });
});

it('a rejected offboarding has codes for a cause, and no names', async () => {
  const received = {
    id: 'leave',
    request: { id: 'e' },
    problems: [],
    mode: 'plan',
    about: { mode: 'plan' },
    searches: 0,
    searchesKey: 'work/searches.json',
  };
  const reasons = [
    { reason: 'guardrail', guardrail: 'protected-names', message: 'alice is protected' },
    { reason: 'guardrail', guardrail: 'protected-names', message: 'bob is protected' },
    { reason: 'out-of-date', approved: 'a', found: 'b' },
  ];
  const request = { detail: { metadata: {}, data: {} } };
  const { execution } = await run('offboard', request, (state) =>
    state === 'Plan' ? { ok: { plan: { id: 'plan', associations: 1 }, reasons } } : { ok: received },
  );
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'REJECTED',
    cause: 'guardrail: protected-names, out-of-date',
  });
});
