import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../core/aws.ts';
import { scratchFolder } from '../scratch.ts';
import {
  ACCOUNT,
  Bundles,
  functionArn,
  type Given,
  given,
  invoke,
  refusal,
  START,
  startRuntime,
  type TestRuntime,
  USER,
  whoAmI,
} from './runtime.ts';

const source = `
  import { existsSync } from 'node:fs';
  import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
  let invocations = 0;
  class StillPending extends Error { name = 'StillPending'; }
  const acts = {
    echo: (event) => event,
    count: () => ++invocations,
    nothing: () => undefined,
    environment: () => ({ ...process.env }),
    date: () => ({ now: Date.now(), date: new Date().toISOString(), fixed: new Date(0).toISOString(), called: typeof Date(), instance: new Date() instanceof Date }),
    context: (_, { getRemainingTimeInMillis, ...context }) => ({ ...context, remaining: getRemainingTimeInMillis() }),
    identity: async () => (await new STSClient().send(new GetCallerIdentityCommand())).Arn,
    fail: () => { throw new StillPending('not yet'); },
    throwText: () => { throw 'just text'; },
    reject: () => { Promise.reject(new RangeError('lost')); return new Promise(() => {}); },
    exit: () => process.exit(3),
    leave: () => process.exit(0),
    hang: () => new Promise(() => { setInterval(() => {}, 1000); }),
    exhaust: () => { const all = []; for (;;) all.push(new Array(100_000).fill(all.length)); },
    large: () => 'x'.repeat(6 * 1024 * 1024 + 200),
    cyclic: () => { const it = {}; it.it = it; return it; },
    until: async ({ file }) => {
      while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5));
      return 'written';
    },
    wait: ({ real }) => new Promise((resolve) => setTimeout(() => resolve(performance.now()), real)),
    speak: () => { console.log('one', { two: 2 }); process.stdout.write('raw\\n'); },
  };
  export const handler = (event, context) => acts[event.act](event, context);
`;

const bundles = new Bundles();
const asked: Identity[] = [];
let runtime: TestRuntime;

beforeAll(async () => {
  const zip = await bundles.zip('acts', source);
  const broken = await bundles.zip('broken', `throw new TypeError('no table'); export const handler = () => 1;`);
  const functions: Given[] = [
    given('acts', zip, { environment: { TABLE: 'things', AWS_REGION: 'elsewhere' }, memorySize: 256 }),
    given('small', zip, { memorySize: 16 }),
    given('slow', zip, { timeout: 60 }),
    given('brief', zip, { timeout: 0.2 }),
    given('reserved', zip, { reservedConcurrency: 1 }),
    given('stopped', zip, { reservedConcurrency: 0 }),
    given('json', zip, { logFormat: 'JSON' }),
    given('broken', broken),
    given('misnamed', zip, { handler: 'index.missing' }),
    given('absent', zip, { handler: 'other.handler' }),
  ];
  // Nothing of the host's environment may be seen inside.
  process.env.HOST_SECRET = 'of the host';
  runtime = await startRuntime(functions, { concurrency: 5, services: () => [whoAmI(asked)] });
});

afterAll(async () => {
  delete process.env.HOST_SECRET;
  await runtime[Symbol.asyncDispose]();
});

const act = (name: string, act: string, more: object = {}) => invoke(runtime, name, { act, ...more });

describe('an invocation', () => {
  it('answers what the handler returns, and null for nothing', async () => {
    expect(await act('acts', 'echo', { a: [1, 'ü'] })).toEqual({ payload: { act: 'echo', a: [1, 'ü'] }, status: 200 });
    expect((await act('acts', 'nothing')).payload).toBe(null);
  });

  it('runs on a warm environment, one invocation at a time, and on a cold one beside it', async () => {
    const first = (await act('slow', 'count')).payload as number;
    expect((await act('slow', 'count')).payload).toBe(first + 1);
    const file = join(scratchFolder('invoke'), 'written');
    const slow = act('slow', 'until', { file });
    expect((await act('slow', 'count')).payload).toBe(1);
    writeFileSync(file, '');
    expect((await slow).payload).toBe('written');
  });

  it('sees its own environment and Lambda’s, and nothing of the host’s', async () => {
    const environment = (await act('acts', 'environment')).payload as Record<string, string>;
    expect(environment).toMatchObject({
      TABLE: 'things',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'acts',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL: runtime.listener.endpoint,
      TZ: ':UTC',
    });
    expect(environment._X_AMZN_TRACE_ID).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/);
    const known = /^(AWS_|LAMBDA_|_HANDLER|_X_AMZN_TRACE_ID|HOME|LANG|PATH|TZ|TABLE)/;
    expect(Object.keys(environment).filter((name) => !known.test(name))).toEqual([]);
    expect(environment.HOME).not.toBe(process.env.HOME);
  });

  it('has the runtime’s time as its Date', async () => {
    const seen = (await act('acts', 'date')).payload as Record<string, unknown>;
    expect(Math.abs((seen.now as number) - runtime.clock.now())).toBeLessThan(1000);
    expect(seen).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', called: 'string', instance: true });
    expect(seen.date).toMatch(/^2026-03-01T12:/);
    expect(seen.now).toBeGreaterThanOrEqual(START);
  });

  it('is handed Lambda’s context object', async () => {
    const context = (await act('acts', 'context')).payload as Record<string, unknown>;
    expect(context).toMatchObject({
      functionName: 'acts',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: functionArn('acts'),
      logGroupName: '/aws/lambda/acts',
    });
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.remaining).toBeGreaterThan(2000);
    expect(context.remaining).toBeLessThanOrEqual(3000);
  });

  it('calls AWS as a session of the function’s role', async () => {
    expect((await act('acts', 'identity')).payload).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/acts-role/acts`);
  });
});

describe('the clock', () => {
  it('may be moved by a function’s calls exactly when a request stands behind its invocation', async () => {
    asked.length = 0;
    for (const advancesClock of [true, false]) {
      await invoke(runtime, 'acts', { act: 'identity' }, { identity: { ...USER, advancesClock } });
    }
    expect(asked.map(({ advancesClock }) => advancesClock)).toEqual([true, false]);
  });
});

describe('a failure', () => {
  it('carries the thrown error’s own name, message and stack', async () => {
    const { error, payload } = await act('acts', 'fail');
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'StillPending', errorMessage: 'not yet' });
    expect((payload as { trace: string[] }).trace[0]).toBe('StillPending: not yet');
  });

  it.each([
    ['something thrown that is no error', 'acts', 'throwText', { errorType: 'string', errorMessage: 'just text' }],
    ['a rejection nobody handles', 'acts', 'reject', { errorType: 'Runtime.UnhandledPromiseRejection' }],
    ['a result that is no JSON', 'acts', 'cyclic', { errorMessage: 'Unable to stringify response body' }],
    ['a result that is too large', 'acts', 'large', { errorType: 'Function.ResponseSizeTooLarge' }],
    ['code that throws while it loads', 'broken', 'echo', { errorType: 'TypeError', errorMessage: 'no table' }],
    ['a handler that is not exported', 'misnamed', 'echo', { errorType: 'Runtime.HandlerNotFound' }],
    ['a module that is not there', 'absent', 'echo', { errorType: 'Runtime.ImportModuleError' }],
  ])('of the function: %s', async (_, name, what, expected) => {
    const { error, payload } = await act(name, what);
    expect({ error, payload }).toMatchObject({ error: 'Unhandled', payload: expected });
  });

  it.each([
    ['exit', 'acts', 'Runtime.ExitError', /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/],
    ['leave', 'acts', 'Runtime.ExitError', /Error: Runtime exited without providing a reason$/],
    ['exhaust', 'small', 'Runtime.ExitError', /Error: Runtime exited with error: signal: killed$/],
    ['hang', 'brief', 'Sandbox.Timedout', /^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.20 seconds$/],
  ])('of its environment: %s', async (what, name, errorType, message) => {
    const { payload } = await act(name, what);
    expect(payload).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    // The next invocation gets a fresh environment.
    expect((await act(name, 'count')).payload).toBe(1);
  });
});

describe('concurrency', () => {
  it('refuses the invocation above the account’s limit, of which reservations are taken', async () => {
    const running = [1, 2, 3, 4].map(() => act('acts', 'wait', { real: 150 }));
    expect(await refusal(act('acts', 'echo'))).toEqual({
      code: 'TooManyRequestsException',
      status: 429,
      reason: 'ConcurrentInvocationLimitExceeded',
    });
    expect((await act('reserved', 'echo')).status).toBe(200);
    await Promise.all(running);
    expect((await act('acts', 'echo')).status).toBe(200);
  });

  it('refuses the invocation above the function’s reservation', async () => {
    const running = act('reserved', 'wait', { real: 100 });
    const refused = {
      code: 'TooManyRequestsException',
      status: 429,
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    };
    expect(await refusal(act('reserved', 'echo'))).toEqual(refused);
    await running;
    expect((await act('reserved', 'echo')).status).toBe(200);
    expect(await refusal(act('stopped', 'echo'))).toEqual(refused);
  });
});

describe('over the wire', () => {
  const client = () =>
    new LambdaClient({
      endpoint: runtime.listener.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });

  it('answers the SDK with payload, error and log', async () => {
    const lambda = client();
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: functionArn('acts'),
        Payload: JSON.stringify({ act: 'speak' }),
        LogType: 'Tail',
      }),
    );
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    expect(log).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\n\S+Z\t\S+\tINFO\tone \{ two: 2 \}\nraw\nEND RequestId: \S+\nREPORT /,
    );
    const failed = await lambda.send(new InvokeCommand({ FunctionName: 'acts', Payload: '{"act":"fail"}' }));
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'StillPending' });
  });

  it('writes JSON where the function’s log format says so', async () => {
    const answer = await client().send(
      new InvokeCommand({ FunctionName: 'json', Payload: '{"act":"speak"}', LogType: 'Tail' }),
    );
    const lines = Buffer.from(answer.LogResult ?? '', 'base64')
      .toString()
      .split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'platform.start', record: { version: '$LATEST' } });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'INFO', message: 'one { two: 2 }' });
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({ type: 'platform.report', record: { status: 'success' } });
  });

  it('refuses in Lambda’s words', async () => {
    const lambda = client();
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: arn:aws:lambda:us-east-1:${ACCOUNT}:function:nobody`,
    });
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'acts', Payload: '{' }))).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    await expect(
      lambda.send(new InvokeCommand({ FunctionName: 'acts', Payload: JSON.stringify('x'.repeat(6 * 1024 * 1024)) })),
    ).rejects.toMatchObject({ name: 'RequestTooLargeException' });
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'stopped' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
  });

  it.each(['acts', 'acts:$LATEST', `${ACCOUNT}:function:acts`, functionArn('acts'), `${functionArn('acts')}:$LATEST`])(
    'finds a function by %s',
    async (FunctionName) => {
      expect((await act(FunctionName, 'nothing')).payload).toBe(null);
    },
  );

  it.each([
    [{ FunctionName: 'acts', Qualifier: 'live' }, 'ResourceNotFoundException'],
    [{ FunctionName: 'acts:live' }, 'ResourceNotFoundException'],
    [{ FunctionName: 'acts:live', Qualifier: '$LATEST' }, 'InvalidParameterValueException'],
    [{ FunctionName: 'acts', Qualifier: 'a b!' }, 'ValidationException'],
    [{ FunctionName: 'acts', TenantId: 't' }, 'ValidationException'],
  ])('refuses %j, which is no version here', async (input, name) => {
    await expect(client().send(new InvokeCommand(input))).rejects.toMatchObject({ name });
  });

  it('tells of functions, page by page', async () => {
    const lambda = client();
    const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['absent', 'acts']);
    const next = await lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }));
    expect(next.Functions?.[0]?.FunctionName).toBe('brief');
    await expect(lambda.send(new ListFunctionsCommand({ Marker: 'bogus' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    const { Configuration, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: 'reserved' }));
    expect(Configuration).toMatchObject({ FunctionArn: functionArn('reserved'), Timeout: 3, State: 'Active' });
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 1 });
  });
});
