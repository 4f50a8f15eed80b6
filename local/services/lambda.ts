/** AWS Lambda: invokes the stack's functions, at once or as events, and tells of them. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type {
  FunctionConfiguration,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  GetFunctionRequest,
  GetFunctionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  InvocationRequest,
  InvocationResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from '@aws-sdk/client-lambda';
import { type Aws, AwsError, type Call, type Identity, type Operation, type Permission, type Service } from '../aws.ts';
import { Concurrency } from '../functions/concurrency.ts';
import type { FunctionDefinition } from '../functions/definition.ts';
import { EventQueue } from '../functions/event-queue.ts';
import { LARGEST_EVENT, LARGEST_PAYLOAD, notFound, requestTooLarge } from '../functions/failures.ts';
import { Fleet } from '../functions/fleet.ts';
import { FunctionLogs, tail } from '../functions/logs.ts';
import { type Invocation, Runner } from '../functions/runner.ts';
import { FunctionSessions } from '../functions/sessions.ts';

/** A new account may run ten invocations at once. */
const NEW_ACCOUNT = 10;
/** Real milliseconds an execution environment is kept for the next invocation. */
const IDLE_TIME = 30_000;
const ROOT = '/2015-03-31/functions';

export interface LambdaOptions {
  functions: readonly FunctionDefinition[];
  /** Of the runtime's door; asked when a function starts. */
  endpoint(): string;
  /** May the function's role do what Lambda does with it: write logs, send traces? */
  allows(identity: Identity, permission: Permission): boolean;
  /** For what Lambda itself could not do. */
  log(message: string): void;
  /** Of the whole account. */
  concurrency?: number;
  idleTime?: number;
}

/** The service, and what the runtime needs of it beside its operations. */
export interface Lambda extends Service {
  /** The function session whose access key this is; undefined for a key that no function has. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity | undefined;
  /** What the functions wrote. */
  readonly logs: FunctionLogs;
  /** Goes on with the event invocations an earlier runtime left; called when the door is open. */
  resume(): void;
  close(): Promise<void>;
}

export function lambda(aws: Aws, options: LambdaOptions): Lambda {
  const { functions: list, endpoint, allows, log } = options;
  const { concurrency = NEW_ACCOUNT, idleTime = IDLE_TIME } = options;
  const functions = new Map(list.map((definition) => [definition.name, definition]));
  const sessions = new FunctionSessions();
  const logs = new FunctionLogs();
  const fleet = new Fleet({ aws, sessions, endpoint, allows, idleTime });
  const runner = new Runner({ clock: aws.clock, fleet, logs, concurrency: new Concurrency(concurrency, list) });
  const events = new EventQueue({ aws, functions, runner, log });

  /** @throws AwsError ResourceNotFoundException (404) */
  function find(wanted: string | undefined, call: Call): FunctionDefinition {
    const { name, arn } = readName(wanted, call);
    const definition = functions.get(name);
    if (definition?.arn !== arn) throw notFound(arn);
    return definition;
  }

  const on =
    <Input extends { FunctionName: string | undefined }>(action: string) =>
    (input: Input, call: Call): Permission[] => [{ action, resource: readName(input.FunctionName, call).arn }];

  const policyOf = ({ FunctionName }: { FunctionName: string | undefined }, call: Call) =>
    functions.get(readName(FunctionName, call).name)?.policy;

  const Invoke: Operation<InvocationRequest, InvocationResponse> = {
    http: {
      method: 'POST',
      path: `${ROOT}/{FunctionName}/invocations`,
      query: { Qualifier: 'Qualifier' },
      headers: {
        'x-amz-invocation-type': 'InvocationType',
        'x-amz-log-type': 'LogType',
        'x-amz-client-context': 'ClientContext',
      },
      payload: 'Payload',
      outputStatus: 'StatusCode',
      outputHeaders: {
        FunctionError: 'x-amz-function-error',
        LogResult: 'x-amz-log-result',
        ExecutedVersion: 'x-amz-executed-version',
      },
      outputPayload: 'Payload',
    },
    permissions: on('lambda:InvokeFunction'),
    resourcePolicy: policyOf,
    async run(input, call) {
      const definition = find(input.FunctionName, call);
      const { InvocationType = 'RequestResponse', LogType } = input;
      if (InvocationType === 'DryRun') return { StatusCode: 204 };
      const invocation = readInvocation(input, call);
      if (InvocationType === 'Event') {
        events.accept(definition, invocation);
        return { StatusCode: 202 };
      }
      const { payload, functionError, log: lines } = await runner.run(definition, invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: Buffer.from(payload) as InvocationResponse['Payload'],
        ...(functionError === undefined ? {} : { FunctionError: functionError }),
        ...(LogType === 'Tail' ? { LogResult: tail(lines) } : {}),
      };
    },
  };

  const GetFunction: Operation<GetFunctionRequest, GetFunctionResponse> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}` },
    permissions: on('lambda:GetFunction'),
    run(input, call) {
      const definition = find(input.FunctionName, call);
      const { reservedConcurrency } = definition;
      return {
        Configuration: configurationOf(definition),
        Code: { RepositoryType: 'S3', Location: `file://${definition.zip}` },
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
  };

  const GetFunctionConfiguration: Operation<GetFunctionRequest, FunctionConfiguration> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/configuration` },
    permissions: on('lambda:GetFunctionConfiguration'),
    run: (input, call) => configurationOf(find(input.FunctionName, call)),
  };

  const ListFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
    http: { method: 'GET', path: ROOT, query: { Marker: 'Marker', MaxItems: 'MaxItems' }, numbers: ['MaxItems'] },
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ Marker, MaxItems = 50 }, { account, region }) {
      const own = list.filter(({ arn }) => arn.startsWith(`arn:aws:lambda:${region}:${account}:`));
      const sorted = own.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const left = Marker === undefined ? sorted : sorted.filter(({ name }) => name > Marker);
      const page = left.slice(0, Math.min(MaxItems, 50));
      const last = page.at(-1);
      return {
        Functions: page.map(configurationOf),
        ...(left.length > page.length && last ? { NextMarker: last.name } : {}),
      };
    },
  };

  const GetPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/policy` },
    permissions: on('lambda:GetPolicy'),
    run(input, call) {
      const { policy } = find(input.FunctionName, call);
      if (policy) return { Policy: JSON.stringify(policy), RevisionId: call.requestId };
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
        status: 404,
        fields: { Type: 'User' },
      });
    },
  };

  const GetFunctionConcurrency: Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> = {
    http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
    permissions: on('lambda:GetFunctionConcurrency'),
    run(input, call) {
      const { reservedConcurrency } = find(input.FunctionName, call);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
  };

  return {
    name: 'lambda',
    signingName: 'lambda',
    protocol: 'restJson1',
    operations: { Invoke, GetFunction, GetFunctionConfiguration, ListFunctions, GetPolicy, GetFunctionConcurrency },
    identify: (accessKeyId, sessionToken) => sessions.identify(accessKeyId, sessionToken),
    logs,
    resume: () => events.resume(),
    async close() {
      events.close();
      await fleet.close();
    },
  };
}

/** A function by its name, its partial ARN (`account:function:name`) or its ARN, each with an optional qualifier. */
function readName(wanted = '', { region, account }: Call): { name: string; arn: string } {
  const match =
    /^(?:arn:aws[\w-]*:lambda:)?(?:([a-z0-9-]+):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/.exec(
      wanted,
    );
  if (!match) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${wanted}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  const [, inRegion = region, inAccount = account, name = ''] = match;
  return { name, arn: `arn:aws:lambda:${inRegion}:${inAccount}:function:${name}` };
}

/** @throws AwsError where the payload is no JSON, or too large. */
function readInvocation({ Payload, ClientContext, InvocationType }: InvocationRequest, call: Call): Invocation {
  const payload = Payload === undefined || Payload.length === 0 ? '{}' : Buffer.from(Payload).toString('utf8');
  const most = InvocationType === 'Event' ? LARGEST_EVENT : LARGEST_PAYLOAD;
  if (Buffer.byteLength(payload) > most) throw requestTooLarge(most);
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { fields: { Type: 'User' } },
    );
  }
  return {
    requestId: call.requestId,
    payload,
    moves: call.identity.moves === true,
    ...(ClientContext === undefined ? {} : { clientContext: Buffer.from(ClientContext, 'base64').toString('utf8') }),
  };
}

function configurationOf(definition: FunctionDefinition): FunctionConfiguration {
  const { name, arn, runtime, roleArn, handler, description = '', timeout, memorySize, zip } = definition;
  const code = readFileSync(zip);
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: runtime as NonNullable<FunctionConfiguration['Runtime']>,
    Role: roleArn,
    Handler: handler,
    CodeSize: code.length,
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Description: description,
    Timeout: timeout,
    MemorySize: memorySize,
    LastModified: statSync(zip).mtime.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: definition.environment },
    TracingConfig: { Mode: definition.traced ? 'Active' : 'PassThrough' },
    ...(definition.deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: definition.deadLetterArn } }),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [definition.architecture],
    LoggingConfig: { LogFormat: definition.logFormat, LogGroup: definition.logGroup },
  };
}
