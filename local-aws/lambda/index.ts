/** AWS Lambda: invokes the stack's functions, synchronously or as events, and describes them. */

import type { Aws, Identity, Permission, Service } from '../core/aws.ts';
import { typed } from '../wire/input/typed.ts';
import { describing } from './api/functions.ts';
import { INPUTS } from './api/inputs.ts';
import { invoke } from './api/invoke.ts';
import { StackFunctions } from './api/stack-functions.ts';
import { Concurrency } from './execution/concurrency.ts';
import type { FunctionDefinition } from './execution/definition.ts';
import { EventQueue } from './execution/event-queue.ts';
import { Fleet } from './execution/fleet.ts';
import { FunctionLogs } from './execution/logs.ts';
import { Runner } from './execution/runner.ts';
import { FunctionSessions } from './execution/sessions.ts';

/** A new account may run ten invocations at once. */
const NEW_ACCOUNT = 10;
/** Real milliseconds an execution environment is kept for the next invocation; Lambda itself keeps one for minutes. */
const IDLE_TIME = 60_000;

export interface LambdaOptions {
  functions: readonly FunctionDefinition[];
  /** Where AWS clients of functions go; read when a function starts. */
  endpoint(): string;
  /** Whether the function's role may do what Lambda does with it: write logs, send traces. */
  allows(identity: Identity, permission: Permission): boolean;
  /** For failures of Lambda itself. */
  log(message: string): void;
  /** Of the whole account. */
  concurrency?: number;
  idleTime?: number;
  /** Directory that keeps the functions' code, and what V8 compiled of it, for the next run. */
  codeCache?: string | undefined;
}

/** The service, and what the process needs of it beside its operations. */
export interface Lambda extends Service {
  /** The function session whose access key this is; undefined for a key that no function has. */
  identify(accessKeyId: string, sessionToken: string | undefined): Identity | undefined;
  /** What the functions wrote. */
  readonly logs: FunctionLogs;
  /** Continues the event invocations of an earlier process; called once the HTTP server listens. */
  resume(): void;
  close(): Promise<void>;
}

export function lambda(aws: Aws, options: LambdaOptions): Lambda {
  const { functions: definitions, endpoint, allows, log } = options;
  const { concurrency: limit = NEW_ACCOUNT, idleTime = IDLE_TIME, codeCache } = options;
  const functions = new StackFunctions(definitions);
  const sessions = new FunctionSessions();
  const logs = new FunctionLogs();
  const zips = definitions.map(({ zip }) => zip);
  const fleet = new Fleet({ aws, sessions, endpoint, allows, idleTime, zips, codeCache });
  const runner = new Runner({ clock: aws.clock, fleet, logs, concurrency: new Concurrency(limit, definitions) });
  const events = new EventQueue({ aws, functions: functions.byName, runner, log });
  const service: Lambda = {
    name: 'lambda',
    signingName: 'lambda',
    protocol: 'restJson1',
    operations: { Invoke: invoke({ functions, runner, events }), ...describing(functions) },
    identify: (accessKeyId, sessionToken) => sessions.identify(accessKeyId, sessionToken),
    logs,
    resume: () => events.resume(),
    async close() {
      events.close();
      await fleet.close();
    },
  };
  return typed(service, INPUTS);
}
