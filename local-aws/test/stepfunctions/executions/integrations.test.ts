import { afterEach, describe, expect, it } from 'vitest';
import { AwsError, type Identity } from '../../../core/aws.ts';
import { ConnectionCut } from '../../../core/faults.ts';
import { FUNCTION, harness, lambda, passes, ROLE, type SfnHarness, single } from './harness.ts';

let here: SfnHarness;
afterEach(() => here.close());

/** Runs a machine of one Task and says how it ended. */
async function task(state: object, services = {}, input: unknown = {}) {
  here = harness({ services });
  return here.ended(await here.start(await here.machine('task', single({ Type: 'Task', ...state })), input));
}

const failing = (error: Error) => ({
  Invoke: () => {
    throw error;
  },
});
const invoke = (service: object) => task({ Resource: `${FUNCTION}f` }, { lambda: service });

describe('a function by its ARN', () => {
  it('gets the input and gives the result as they are', async () => {
    const found = await task(
      { Resource: `${FUNCTION}twice` },
      { lambda: lambda({ twice: ({ n }: { n: number }) => n * 2 }) },
      { n: 4 },
    );
    expect(found).toMatchObject({ status: 'SUCCEEDED', output: '8' });
    expect((await here.events(found.executionArn as string)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('is called as the role of the machine, whose caller moves the clock', async () => {
    const callers: Identity[] = [];
    const Invoke = (_: never, identity: Identity) => {
      callers.push(identity);
      return { StatusCode: 200, Payload: 'null' };
    };
    await task({ Resource: `${FUNCTION}f` }, { lambda: { Invoke } });
    expect(callers).toMatchObject([{ roleArn: ROLE, advancesClock: true }]);
  });

  it('is called as the role in Credentials', async () => {
    const callers: (string | undefined)[] = [];
    const Invoke = (_: never, { roleArn }: Identity) => {
      callers.push(roleArn);
      return { StatusCode: 200, Payload: 'null' };
    };
    const other = 'arn:aws:iam::444455556666:role/spoke';
    const sts = { AssumeRole: (_: never, { roleArn }: Identity) => callers.push(roleArn) && {} };
    const found = await task(
      { Resource: `${FUNCTION}f`, Credentials: { RoleArn: other } },
      { lambda: { Invoke }, sts },
    );
    expect(found.status).toBe('SUCCEEDED');
    expect(callers).toEqual([ROLE, other]);
  });

  it('fails under the name of its error, with its payload as the cause', async () => {
    class StillPending extends Error {
      override readonly name = 'StillPending';
    }
    const f = () => {
      throw new StillPending('wait');
    };
    const found = await invoke(lambda({ f }));
    expect(found).toMatchObject({ status: 'FAILED', error: 'StillPending' });
    expect(JSON.parse(found.cause as string)).toEqual({ errorType: 'StillPending', errorMessage: 'wait' });
  });

  it('fails with Lambda.Unknown where the payload names no error', async () => {
    const Invoke = () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: '{"errorMessage":"out"}' });
    expect(await invoke({ Invoke })).toMatchObject({
      error: 'Lambda.Unknown',
      cause:
        'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"out"}',
    });
  });

  it.each([
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }), 'Lambda.TooManyRequestsException'],
    [new AwsError('ServiceException', 'oops', { status: 500 }), 'Lambda.ServiceException'],
    [new AwsError('InternalServerException', 'oops', { status: 500 }), 'Lambda.ServiceException'],
    [new AwsError('AccessDeniedException', 'not you', { status: 403 }), 'Lambda.AWSLambdaException'],
    [new ConnectionCut(), 'Lambda.SdkClientException'],
  ])('that Lambda refuses with %s fails with %s', async (refusal, error) => {
    expect(await invoke(failing(refusal))).toMatchObject({ status: 'FAILED', error });
  });

  it('tells the service, status and code in the cause of a refusal', async () => {
    const { cause } = await invoke(
      failing(new AwsError('ResourceNotFoundException', 'Function not found: f', { status: 404 })),
    );
    expect(cause).toMatch(
      /^Function not found: f \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [-0-9a-f]{36}; Proxy: null\)$/,
    );
  });
});

describe('lambda:invoke', () => {
  const Resource = 'arn:aws:states:::lambda:invoke';
  const Parameters = { FunctionName: `${FUNCTION}f`, 'Payload.$': '$' };

  it("answers Invoke's output with the payload as JSON", async () => {
    const { output } = await task(
      { Resource, Parameters },
      { lambda: lambda({ f: (event: object) => ({ event }) }) },
      { a: 1 },
    );
    expect(JSON.parse(output as string)).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { event: { a: 1 } },
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it('waits three days for its token, without real time', async () => {
    const tokens: string[] = [];
    here = harness({ services: { lambda: lambda({ f: ({ t }: { t: string }) => void tokens.push(t) }) } });
    const state = {
      Type: 'Task',
      Resource: `${Resource}.waitForTaskToken`,
      HeartbeatSeconds: 86_400,
      Parameters: { FunctionName: `${FUNCTION}f`, Payload: { 't.$': '$$.Task.Token' } },
    };
    const { clock, call } = here;
    const arn = await here.start(await here.machine('approval', single(state)));
    await clock.idle();
    clock.set('real');
    for (let day = 0; day < 3; day++) {
      await clock.advance(80_000_000);
      await call('SendTaskHeartbeat', { taskToken: tokens[0] });
    }
    await call('SendTaskSuccess', { taskToken: tokens[0], output: '{"approved":true}' });
    expect(await here.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    await expect(call('SendTaskSuccess', { taskToken: tokens[0], output: '{}' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
  });

  it('fails when its token is answered so', async () => {
    const tokens: string[] = [];
    here = harness({ services: { lambda: lambda({ f: ({ t }: { t: string }) => void tokens.push(t) }) } });
    const Parameters = { FunctionName: `${FUNCTION}f`, Payload: { 't.$': '$$.Task.Token' } };
    const state = { Type: 'Task', Resource: `${Resource}.waitForTaskToken`, Parameters };
    const arn = await here.start(await here.machine('approval', single(state)));
    while (tokens.length === 0) await here.clock.idle();
    await here.call('SendTaskFailure', { taskToken: tokens[0], error: 'Denied', cause: 'by the board' });
    expect(await here.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'by the board' });
  });
});

describe('events:putEvents', () => {
  const Resource = 'arn:aws:states:::events:putEvents';
  const Parameters = { Entries: [{ Source: 's', DetailType: 't', Detail: { a: 1 }, Resources: ['r'] }] };

  it('writes the detail out and names execution and machine among the resources', async () => {
    const put: { Entries: object[] }[] = [];
    const PutEvents = (input: { Entries: object[] }) => {
      put.push(input);
      return { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] };
    };
    const found = await task({ Resource, Parameters }, { eventbridge: { PutEvents } });
    expect(put[0]?.Entries).toEqual([
      { Source: 's', DetailType: 't', Detail: '{"a":1}', Resources: ['r', found.executionArn, found.stateMachineArn] },
    ]);
    expect(JSON.parse(found.output as string)).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  });

  it('fails when one of the entries failed, with the answer as the cause', async () => {
    const answer = { Entries: [{ ErrorCode: 'InternalFailure' }], FailedEntryCount: 1 };
    const found = await task({ Resource, Parameters }, { eventbridge: { PutEvents: () => answer } });
    expect(found).toMatchObject({ error: 'EventBridge.FailedEntry', cause: JSON.stringify(answer) });
  });
});

describe('sqs:sendMessage', () => {
  it('writes the body out', async () => {
    const bodies: string[] = [];
    const SendMessage = ({ MessageBody }: { MessageBody: string }) => bodies.push(MessageBody) && { MessageId: 'm' };
    const Parameters = { QueueUrl: 'q', MessageBody: { a: 1 } };
    const found = await task({ Resource: 'arn:aws:states:::sqs:sendMessage', Parameters }, { sqs: { SendMessage } });
    expect(bodies).toEqual(['{"a":1}']);
    expect(JSON.parse(found.output as string)).toMatchObject({ MessageId: 'm' });
  });
});

describe('sns:publish', () => {
  const Parameters = { TopicArn: 'arn:aws:sns:us-east-1:111122223333:t', Message: { n: 1 } };

  it('writes JSON as text', async () => {
    const Publish = ({ Message }: { Message: string }) => ({ MessageId: Message });
    const found = await task({ Resource: 'arn:aws:states:::sns:publish', Parameters }, { sns: { Publish } });
    expect(JSON.parse(found.output as string)).toMatchObject({
      MessageId: '{"n":1}',
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it.each([
    ['NotFound', 'SNS.NotFoundException'],
    ['Throttling', 'SNS.AmazonSNSException'],
  ])('fails for %s as AWS names it', async (code, error) => {
    const Publish = () => {
      throw new AwsError(code, 'no');
    };
    const found = await task({ Resource: 'arn:aws:states:::sns:publish', Parameters }, { sns: { Publish } });
    expect(found).toMatchObject({ status: 'FAILED', error });
  });
});

describe('states:startExecution', () => {
  const child = 'arn:aws:states:us-east-1:111122223333:stateMachine:child';
  const nested = async (suffix: string, definition: object, parameters: object = { Input: { a: 1 } }) => {
    here = harness();
    await here.machine('child', definition);
    const Resource = `arn:aws:states:::states:startExecution${suffix}`;
    const state = { Type: 'Task', Resource, Parameters: { StateMachineArn: child, ...parameters } };
    return here.ended(await here.start(await here.machine('parent', single(state))));
  };

  it('answers at once without .sync', async () => {
    const found = await nested('', single({ Type: 'Wait', Seconds: 50 }), { Name: 'mine' });
    expect(JSON.parse(found.output as string)).toMatchObject({
      ExecutionArn: 'arn:aws:states:us-east-1:111122223333:execution:child:mine',
    });
  });

  it.each([
    ['.sync', '{"a":1}'],
    ['.sync:2', { a: 1 }],
  ])('%s waits for the end and gives the output as %j', async (suffix, data) => {
    const found = await nested(suffix, single({ Type: 'Wait', Seconds: 50 }));
    expect(JSON.parse(found.output as string)).toMatchObject({ Status: 'SUCCEEDED', Input: data, Output: data });
    expect(Number(found.stopDate) - Number(found.startDate)).toBeGreaterThanOrEqual(50_000);
  });

  it('.sync fails with States.TaskFailed and the description of the execution that failed', async () => {
    const found = await nested('.sync:2', { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'C' } } });
    expect(found).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(found.cause as string)).toMatchObject({ Status: 'FAILED', Error: 'E', Cause: 'C' });
  });

  it('.sync stops the execution it waits for when it is stopped', async () => {
    here = harness();
    here.clock.set('real');
    await here.machine('child', single({ Type: 'Wait', Seconds: 50 }));
    const Parameters = { StateMachineArn: child, Name: 'mine' };
    const state = { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync', Parameters };
    const arn = await here.start(await here.machine('parent', single(state)));
    await here.clock.idle();
    await here.call('StopExecution', { executionArn: arn });
    expect(await here.ended('arn:aws:states:us-east-1:111122223333:execution:child:mine')).toMatchObject({
      status: 'ABORTED',
    });
  });

  it('fails under the SDK name of the error', async () => {
    const Parameters = { StateMachineArn: `${child}-not-there` };
    const found = await task({ Resource: 'arn:aws:states:::states:startExecution', Parameters });
    expect(found).toMatchObject({ error: 'StepFunctions.StateMachineDoesNotExistException' });
    expect(found.cause).toContain(
      '(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist;',
    );
  });
});

describe('aws-sdk', () => {
  it('gives the output in PascalCase, times as text', async () => {
    here = harness();
    const one = await here.start(await here.machine('one', passes(1)));
    const Resource = 'arn:aws:states:::aws-sdk:sfn:describeExecution';
    const state = { Type: 'Task', Resource, Parameters: { ExecutionArn: one } };
    const found = await here.ended(await here.start(await here.machine('two', single(state))));
    expect(JSON.parse(found.output as string)).toMatchObject({
      ExecutionArn: one,
      Status: 'SUCCEEDED',
      StartDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  it('names errors after the service and the class in the SDK', async () => {
    const arn = 'arn:aws:states:us-east-1:111122223333:execution:x:y';
    const Resource = 'arn:aws:states:::aws-sdk:sfn:describeExecution';
    const found = await task({ Resource, Parameters: { ExecutionArn: arn } });
    expect(found.error).toBe('Sfn.ExecutionDoesNotExistException');
    expect(found.cause).toMatch(
      /^Execution Does Not Exist: '.*' \(Service: Sfn, Status Code: 400, Request ID: [-0-9a-f]{36}\)$/,
    );
  });

  it('names errors outside the model after the service alone', async () => {
    const GetObject = () => {
      throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
    };
    const Resource = 'arn:aws:states:::aws-sdk:s3:getObject';
    expect(await task({ Resource, Parameters: { Bucket: 'b', Key: 'k' } }, { s3: { GetObject } })).toMatchObject({
      error: 'S3.S3Exception',
    });
  });
});

describe('dynamodb', () => {
  const canceled = new AwsError('TransactionCanceledException', 'Transaction cancelled [ConditionalCheckFailed]');
  const table = { TableName: 't', Key: { pk: { S: 'a' } } };

  it('names of attributes are handed over as they are', async () => {
    const GetItem = () => ({ Item: { executionArn: { S: 'arn' } } });
    const sdk = { Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', Parameters: table };
    expect((await task(sdk, { dynamodb: { GetItem } })).output).toBe('{"Item":{"executionArn":{"S":"arn"}}}');
    here.close();
    const optimised = await task({ ...sdk, Resource: 'arn:aws:states:::dynamodb:getItem' }, { dynamodb: { GetItem } });
    expect(JSON.parse(optimised.output as string)).toMatchObject({
      Item: { executionArn: { S: 'arn' } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it.each([
    ['aws-sdk:dynamodb:transactWriteItems', 'TransactWriteItems', canceled, 'DynamoDb.TransactionCanceledException'],
    [
      'dynamodb:updateItem',
      'UpdateItem',
      new AwsError('ConditionalCheckFailedException', 'The conditional request failed'),
      'DynamoDB.ConditionalCheckFailedException',
    ],
    ['dynamodb:putItem', 'PutItem', new AwsError('ValidationException', 'no'), 'DynamoDB.AmazonDynamoDBException'],
  ])('%s fails as AWS names it', async (resource, operation, error, name) => {
    const refuse = () => {
      throw error;
    };
    const found = await task(
      { Resource: `arn:aws:states:::${resource}`, Parameters: table },
      { dynamodb: { [operation]: refuse } },
    );
    expect(found).toMatchObject({ status: 'FAILED', error: name });
    expect(found.cause).toContain(error.message);
  });
});

describe('an HTTP task', () => {
  const parameters = {
    ApiEndpoint: 'https://api.example.com/messages',
    Method: 'POST',
    Authentication: { ConnectionArn: 'arn:connection' },
    QueryParameters: { v: '2' },
    RequestBody: { text: 'hello' },
  };
  const invoking = (Invoke: (input: never) => unknown, changed: object = {}) =>
    task({ Resource: 'arn:aws:states:::http:invoke', Parameters: { ...parameters, ...changed } }, { http: { Invoke } });

  it('hands over the request with its machine and connection, and gives the response', async () => {
    const asked: unknown[] = [];
    const found = await invoking((input) => asked.push(input) && { status: 200, body: { ok: true } });
    const { machineArn } = asked[0] as { machineArn: string };
    expect(machineArn).toMatch(/:stateMachine:task$/);
    expect(asked).toEqual([
      {
        request: { method: 'POST', url: 'https://api.example.com/messages?v=2', headers: {}, body: { text: 'hello' } },
        connectionArn: 'arn:connection',
        machineArn,
      },
    ]);
    expect(JSON.parse(found.output as string)).toMatchObject({ StatusCode: 200, ResponseBody: { ok: true } });
  });

  it.each([
    [429, 'States.Http.StatusCode.429'],
    [503, 'States.Http.StatusCode.503'],
  ])('that is answered with %i fails with %s', async (status, error) => {
    const found = await invoking(() => ({ status, body: { reason: 'busy' } }));
    expect(found).toMatchObject({ status: 'FAILED', error, cause: '{"reason":"busy"}' });
  });

  it.each([
    [
      new AwsError('AccessDeniedException', 'not authorized to perform: states:InvokeHTTPEndpoint'),
      'States.Permissions',
    ],
    [
      new AwsError('AccessDeniedException', 'not authorized to perform: secretsmanager:GetSecretValue'),
      'Events.ConnectionResource.AccessDenied',
    ],
    [new AwsError('ResourceNotFoundException', 'no connection'), 'Events.ConnectionResource.ResourceNotFound'],
    [new AwsError('NoSuchHost', 'no host'), 'States.Http.Socket'],
  ])('fails as AWS names it: %s', async (thrown, error) => {
    const found = await invoking(() => {
      throw thrown;
    });
    expect(found).toMatchObject({ status: 'FAILED', error, cause: thrown.message });
  });

  it.each([
    { ApiEndpoint: 'http://api.example.com/' },
    { Headers: { Authorization: 'Bearer token' } },
    { Headers: { 'X-Amz-Date': 'today' } },
    { Authentication: {} },
    { Transform: { RequestBodyEncoding: 'URL_ENCODED' } },
  ])('is not sent with %j', async (changed) => {
    const sent: unknown[] = [];
    const found = await invoking((input) => sent.push(input), changed);
    expect(found).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(sent).toEqual([]);
  });
});
