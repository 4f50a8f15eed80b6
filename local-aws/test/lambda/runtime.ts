/** A small runtime around the Lambda service: the real door, clock, store and iam, and functions bundled on the spot. */

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { build } from 'esbuild';
import { ZipFile } from 'yazl';
import { AwsError, type Identity, type Service } from '../../core/aws.ts';
import { Calls } from '../../core/calls.ts';
import { RuntimeClock } from '../../core/clock.ts';
import { Dispatcher } from '../../core/dispatch.ts';
import { Faults } from '../../core/faults.ts';
import { Store } from '../../core/store.ts';
import { createIam, type NamedPolicy, type Statement } from '../../iam/index.ts';
import { DEFAULTS, type FunctionDefinition } from '../../lambda/execution/definition.ts';
import { type Lambda, type LambdaOptions, lambda } from '../../lambda/index.ts';
import { type Listener, listen } from '../../wire/listener.ts';
import { scratchFolder } from '../scratch.ts';

export const ACCOUNT = '111122223333';
export const USER: Identity = { arn: `arn:aws:iam::${ACCOUNT}:user/someone`, account: ACCOUNT };
export const START = Date.parse('2026-03-01T12:00:00Z');

export const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;

/** Bundles sources as packaging does. One folder a test file. */
export class Bundles {
  readonly #folder = scratchFolder('bundles');

  /** @returns the path of the zip. */
  async zip(name: string, source: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents: source, loader: 'ts', resolveDir: process.cwd() },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      write: false,
      minify: true,
    });
    const path = join(this.#folder, `${name}.zip`);
    const archive = new ZipFile();
    archive.addBuffer(Buffer.from(outputFiles[0]?.contents ?? ''), 'index.mjs');
    archive.end();
    await finished(archive.outputStream.pipe(createWriteStream(path)));
    return path;
  }
}

const LOGS: Statement = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };

export interface Given {
  definition: FunctionDefinition;
  policies: NamedPolicy[];
}

/** A function with a role of its own that may write logs, and whatever else is given. */
export function given(
  name: string,
  zip: string,
  overrides: Partial<FunctionDefinition> = {},
  statements: Statement[] = [],
): Given {
  return {
    definition: {
      name,
      arn: functionArn(name),
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}-role`,
      zip,
      environment: {},
      architecture: 'arm64',
      traced: false,
      logFormat: 'Text',
      logGroup: `/aws/lambda/${name}`,
      ...DEFAULTS,
      asynchronous: DEFAULTS,
      ...overrides,
    },
    policies: [{ PolicyName: 'own', PolicyDocument: { Statement: [LOGS, ...statements] } }],
  };
}

export interface TestRuntime extends AsyncDisposable {
  aws: Dispatcher;
  clock: RuntimeClock;
  store: Store;
  iam: ReturnType<typeof createIam>;
  listener: Listener;
  service: Lambda;
  /** What Lambda could not do. */
  failures: string[];
}

export async function startRuntime(
  functions: readonly Given[],
  options: Partial<LambdaOptions> & { store?: Store; services?: (aws: Dispatcher) => Service[] } = {},
): Promise<TestRuntime> {
  const { store = new Store(), services, ...lambdaOptions } = options;
  const clock = new RuntimeClock('real', START, () => 0);
  const iam = createIam({ now: () => clock.now() });
  for (const { definition, policies } of functions) {
    const trust = {
      Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    } as const;
    iam.addRole({ arn: definition.roleArn, trust, policies });
  }
  const aws = new Dispatcher({
    region: 'us-east-1',
    account: ACCOUNT,
    clock,
    store,
    faults: new Faults(() => 0.5),
    calls: new Calls(),
    decide: iam.decide,
    assume: iam.assume,
  });
  const failures: string[] = [];
  let listener: Listener | undefined;
  const service = lambda(aws, {
    functions: functions.map(({ definition }) => definition),
    endpoint: () => listener?.endpoint ?? '',
    allows: (identity, permission) => iam.decide(identity, permission).allowed,
    log: (message) => failures.push(message),
    ...lambdaOptions,
  });
  aws.add(service);
  for (const other of services?.(aws) ?? []) aws.add(other);
  listener = await listen(
    {
      dispatcher: aws,
      identify: ({ accessKeyId, sessionToken }) => service.identify(accessKeyId, sessionToken) ?? USER,
      other: async () => undefined,
      log: (message) => failures.push(message),
    },
    0,
  );
  service.resume();
  const door = listener;
  return {
    aws,
    clock,
    store,
    iam,
    listener: door,
    service,
    failures,
    async [Symbol.asyncDispose]() {
      await service.close();
      clock.stop();
      await door.close();
    },
  };
}

/** STS as far as a caller may ask who it is; keeps who asked. */
export const whoAmI = (asked: Identity[] = []): Service => ({
  name: 'sts',
  signingName: 'sts',
  protocol: 'awsQuery',
  version: '2011-06-15',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    GetCallerIdentity: {
      permissions: () => [],
      run(_, { identity }) {
        asked.push({ ...identity });
        return { Arn: identity.arn };
      },
    },
  },
});

/** A queue as far as Lambda needs one: it takes messages, if its caller may send them. */
export function recordingQueue(received: Record<string, unknown>[]): Service {
  return {
    name: 'sqs',
    signingName: 'sqs',
    protocol: 'awsJson1.0',
    operations: {
      SendMessage: {
        permissions: ({ QueueUrl }: { QueueUrl: string }) => [
          { action: 'sqs:SendMessage', resource: queueArn(QueueUrl.split('/').at(-1) ?? '') },
        ],
        run(input: Record<string, unknown>) {
          received.push(input);
          return { MessageId: String(received.length) };
        },
      },
    },
  };
}

export async function invoke(
  { aws }: TestRuntime,
  name: string,
  payload: unknown = {},
  more: { InvocationType?: string; identity?: Identity } = {},
): Promise<{ payload: unknown; error?: string; status?: number }> {
  const { identity = USER, ...input } = more;
  const output = await aws.call<{ Payload?: Buffer; FunctionError?: string; StatusCode?: number }>(
    'lambda',
    'Invoke',
    { FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)), ...input },
    { identity },
  );
  return {
    payload: output.Payload ? JSON.parse(output.Payload.toString()) : undefined,
    ...(output.FunctionError === undefined ? {} : { error: output.FunctionError }),
    ...(output.StatusCode === undefined ? {} : { status: output.StatusCode }),
  };
}

/** The code, status and reason of the AwsError this is refused with. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; status: number; reason: unknown }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsError)) throw new Error(`an AwsError was expected, not ${error}`);
  return { code: error.code, status: error.status, reason: error.fields.Reason };
}
