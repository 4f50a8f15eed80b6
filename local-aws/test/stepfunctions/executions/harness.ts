/** Step Functions with the services its tasks call, on a jumping clock, for tests. */

import { setImmediate as transition } from 'node:timers/promises';
import type {
  DescribeExecutionOutput,
  GetExecutionHistoryOutput,
  HistoryEvent,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import { AwsError, type Identity, type Permission, type Service } from '../../../core/aws.ts';
import { Calls } from '../../../core/calls.ts';
import { type Clock, RuntimeClock } from '../../../core/clock.ts';
import { Dispatcher } from '../../../core/dispatch.ts';
import { Faults } from '../../../core/faults.ts';
import { Store } from '../../../core/store.ts';
import { type SfnService, sfn } from '../../../stepfunctions/api/index.ts';
import type { AuthorizedChildArns } from '../../../stepfunctions/executions/map-run-dependencies.ts';
import type { StatusChange } from '../../../stepfunctions/executions/status-change.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/machine';
export const EMITTER: Identity = {
  arn: 'arn:aws:iam::111122223333:user/local',
  account: '111122223333',
  advancesClock: true,
};

type Answer = (input: never, as: Identity) => unknown;

export interface WorldOptions {
  store?: Store;
  clock?: RuntimeClock;
  /** `lambda.Invoke`, `s3.GetObject`, ... : what the other services answer. */
  services?: Record<string, Record<string, Answer>>;
  authorize?(identity: Identity, permission: Permission): boolean;
  authorizedChildArns?: AuthorizedChildArns;
}

export interface SfnHarness {
  aws: Dispatcher;
  sfn: SfnService;
  store: Store;
  clock: Clock & RuntimeClock;
  calls: Calls;
  published: StatusChange[];
  /** An operation of Step Functions, as the emitter or as someone else. */
  call<Output>(operation: string, input: unknown, as?: Identity): Promise<Output>;
  /** Makes a machine and answers its ARN. */
  machine(name: string, definition: object): Promise<string>;
  start(stateMachineArn: string, input?: unknown, name?: string): Promise<string>;
  /** Waits for the end of an execution. */
  ended(executionArn: string): Promise<DescribeExecutionOutput>;
  events(executionArn: string): Promise<HistoryEvent[]>;
  close(): void;
}

export function harness({
  store = new Store(),
  clock = new RuntimeClock('jump'),
  services = {},
  authorize,
  authorizedChildArns,
}: WorldOptions = {}): SfnHarness {
  const calls = new Calls();
  const published: StatusChange[] = [];
  const aws = new Dispatcher({
    region: 'us-east-1',
    account: '111122223333',
    clock,
    store,
    faults: new Faults(() => 0),
    calls,
    decide: () => ({ allowed: true }),
    assume,
  });
  for (const [name, operations] of Object.entries(services)) aws.add(service(name, operations));
  const publish = (event: StatusChange) => published.push(event);
  const made = sfn(aws, { publish, authorizedChildArns, ...(authorize && { authorize }) });
  aws.add(made);
  made.resume();
  const call = <Output>(operation: string, input: unknown, identity = EMITTER) =>
    aws.call<Output>('sfn', operation, input, { identity });
  const describe = (executionArn: string) => call<DescribeExecutionOutput>('DescribeExecution', { executionArn });
  return {
    aws,
    sfn: made,
    store,
    clock,
    calls,
    published,
    call,
    async machine(name, definition) {
      const input = { name, roleArn: ROLE, definition: JSON.stringify(definition) };
      return (await call<{ stateMachineArn: string }>('CreateStateMachine', input)).stateMachineArn;
    },
    async start(stateMachineArn, input = {}, name) {
      const request = { stateMachineArn, input: JSON.stringify(input), ...(name === undefined ? {} : { name }) };
      return (await call<StartExecutionOutput>('StartExecution', request)).executionArn as string;
    },
    async ended(executionArn) {
      for (;;) {
        const found = await describe(executionArn);
        if (found.status !== 'RUNNING') return found;
        await transition();
      }
    },
    async events(executionArn) {
      const input = { executionArn, maxResults: 1_000 };
      return (await call<GetExecutionHistoryOutput>('GetExecutionHistory', input)).events as HistoryEvent[];
    },
    close() {
      made.close();
      clock.stop();
      store.close();
    },
  };
}

function assume(roleArn: string, sessionName: string, trusted: string): Identity {
  if (roleArn.endsWith('/unknown')) throw new AwsError('AccessDenied', `${trusted} may not assume ${roleArn}`);
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { arn: `arn:aws:sts::111122223333:assumed-role/${role}/${sessionName}`, account: '111122223333', roleArn };
}

function service(name: string, operations: Record<string, Answer>): Service {
  return {
    name,
    signingName: name,
    protocol: 'awsJson1.0',
    operations: Object.fromEntries(
      Object.entries(operations).map(([operation, answer]) => [
        operation,
        { permissions: () => [], run: (input: never, { identity }) => answer(input, identity) },
      ]),
    ),
  };
}

/** Lambda's Invoke over plain functions; one that throws fails as a Node function does. */
export function lambda(functions: Record<string, (event: never) => unknown>): Record<string, Answer> {
  return {
    async Invoke({ FunctionName, Payload }: { FunctionName: string; Payload: Buffer }) {
      const name = FunctionName.slice(FunctionName.lastIndexOf(':') + 1);
      const run = functions[name];
      if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${FunctionName}`, { status: 404 });
      const common = { StatusCode: 200, ExecutedVersion: '$LATEST' };
      try {
        const result = await run(JSON.parse(Payload.toString()) as never);
        return { ...common, Payload: Buffer.from(JSON.stringify(result ?? null)) };
      } catch (error) {
        if (error instanceof AwsError) throw error;
        const { name: errorType, message: errorMessage } = error as Error;
        return {
          ...common,
          FunctionError: 'Unhandled',
          Payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
        };
      }
    },
  };
}

export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:';

/** A machine of Pass states. */
export function passes(count: number): object {
  const states = Array.from({ length: count }, (_, index) => [
    `S${index}`,
    { Type: 'Pass', ...(index + 1 < count ? { Next: `S${index + 1}` } : { End: true }) },
  ]);
  return { StartAt: 'S0', States: Object.fromEntries(states) };
}

/** A machine of one state. */
export function single(state: object): object {
  return { StartAt: 'Only', States: { Only: { End: true, ...state } } };
}
