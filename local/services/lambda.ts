/** AWS Lambda: invokes the stack's functions, at once or as events, and tells of them. */

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
import { configurationOf } from '../functions/configuration.ts';
import type { FunctionDefinition } from '../functions/definition.ts';
import { EventQueue } from '../functions/event-queue.ts';
import { notFound } from '../functions/failures.ts';
import { Fleet } from '../functions/fleet.ts';
import { readInvocation } from '../functions/invocation.ts';
import { FunctionLogs, tail } from '../functions/logs.ts';
import { readName } from '../functions/name.ts';
import { Runner } from '../functions/runner.ts';
import { FunctionSessions } from '../functions/sessions.ts';
import { validate } from './common/validate.ts';

/** A new account may run ten invocations at once. */
const NEW_ACCOUNT = 10;
/** Real milliseconds an execution environment is kept for the next invocation. */
const IDLE_TIME = 10_000;
const ROOT = '/2015-03-31/functions';
const NEWEST = '$LATEST';
const INVOCATION_TYPES = ['Event', 'RequestResponse', 'DryRun'];

interface Wanted {
  FunctionName: string | undefined;
  Qualifier?: string | undefined;
}

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
  const fleet = new Fleet({ aws, sessions, endpoint, allows, idleTime, zips: list.map(({ zip }) => zip) });
  const runner = new Runner({ clock: aws.clock, fleet, logs, concurrency: new Concurrency(concurrency, list) });
  const events = new EventQueue({ aws, functions, runner, log });

  /** @throws AwsError ResourceNotFoundException (404), for a version or an alias too: there is the newest only. */
  function find({ FunctionName, Qualifier = NEWEST }: Wanted, call: Call): FunctionDefinition {
    const { name, arn } = readName(FunctionName, call);
    const definition = functions.get(name);
    if (definition?.arn !== arn) throw notFound(arn);
    if (Qualifier !== NEWEST) throw notFound(`${arn}:${Qualifier}`);
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
    permissions(input, call) {
      // An AWS service is told that the function is not there, which has no policy to speak for it: NO_RESOURCE in a dead letter.
      const nobodysFunction =
        call.identity.servicePrincipal !== undefined && !functions.has(readName(input.FunctionName, call).name);
      return nobodysFunction ? [] : on('lambda:InvokeFunction')(input, call);
    },
    resourcePolicy: policyOf,
    async run(input, call) {
      validate(input, { InvocationType: { among: INVOCATION_TYPES }, LogType: { among: ['None', 'Tail'] } });
      const definition = find(input, call);
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
        ExecutedVersion: NEWEST,
        Payload: Buffer.from(payload) as InvocationResponse['Payload'],
        ...(functionError === undefined ? {} : { FunctionError: functionError }),
        ...(LogType === 'Tail' ? { LogResult: tail(lines) } : {}),
      };
    },
  };

  const GetFunction: Operation<GetFunctionRequest, GetFunctionResponse> = {
    http: { method: 'GET', path: `${ROOT}/{FunctionName}`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetFunction'),
    run(input, call) {
      const definition = find(input, call);
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
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/configuration`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetFunctionConfiguration'),
    run: (input, call) => configurationOf(find(input, call)),
  };

  const ListFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = {
    http: { method: 'GET', path: ROOT, query: { Marker: 'Marker', MaxItems: 'MaxItems' }, numbers: ['MaxItems'] },
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ Marker, MaxItems = 50 }, { account, region }) {
      validate({ MaxItems }, { MaxItems: { range: [1, 10_000] } });
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
    http: { method: 'GET', path: `${ROOT}/{FunctionName}/policy`, query: { Qualifier: 'Qualifier' } },
    permissions: on('lambda:GetPolicy'),
    run(input, call) {
      const { policy } = find(input, call);
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
      const { reservedConcurrency } = find(input, call);
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
