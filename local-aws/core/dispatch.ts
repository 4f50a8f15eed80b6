/**
 * Runs every call, from the wire or from one service to another: faults, permissions, the operation, the record.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Aws, AwsError, type Call, type Identity, type Operation, type Permission, type Service } from './aws.ts';
import type { Calls } from './calls.ts';
import type { Clock } from './clock.ts';
import { ConnectionCut, errorOf, type Faults, type InjectedFaults } from './faults.ts';
import { VerbatimResponse } from './message.ts';
import type { Store } from './store.ts';

/** IAM's decision; for a denial with AWS's message. */
export interface Decision {
  allowed: boolean;
  message?: string;
}

export interface Parts {
  region: string;
  account: string;
  clock: Clock;
  store: Store;
  faults: Faults;
  calls: Calls;
  decide(identity: Identity, permission: Permission, resourcePolicy?: unknown): Decision;
  assume: Aws['assume'];
}

export class Dispatcher implements Aws {
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly #services = new Map<string, Service>();
  readonly #bySigningName = new Map<string, Service>();
  readonly #parts: Parts;
  /** The last answer to each read, kept only while a fault asks for stale ones. */
  readonly #lastReads = new Map<string, unknown>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.region = parts.region;
    this.account = parts.account;
    this.clock = parts.clock;
    this.store = parts.store;
  }

  add(service: Service): void {
    this.#services.set(service.name, service);
    if (isServed(service)) this.#bySigningName.set(service.signingName, service);
  }

  services(): IterableIterator<Service> {
    return this.#services.values();
  }

  signedFor(signingName: string): Service | undefined {
    return this.#bySigningName.get(signingName);
  }

  assume(...asked: Parameters<Aws['assume']>): Identity {
    return this.#parts.assume(...asked);
  }

  async call<Output>(
    name: string,
    operation: string,
    input: unknown,
    { identity, region = this.region }: { identity: Identity; region?: string },
  ): Promise<Output> {
    const service = this.#services.get(name);
    if (!service) throw new AwsError('UnknownService', `no service '${name}' is served here`, { status: 404 });
    const call = { service: name, operation, region, account: identity.account, identity, requestId: randomUUID() };
    return (await this.run(service, call, input)) as Output;
  }

  /** @throws AwsError as the service answers it. */
  async run(service: Service, call: Call, given: unknown): Promise<unknown> {
    const injected = this.#parts.faults.draw(call.service, call.operation);
    try {
      for (const fault of injected.before) await this.#injectFault(fault, call, service);
      const operation = service.operations[call.operation];
      if (!operation || (operation.internal && call.request)) throw notServed(service, call.operation);
      const input = service.check ? service.check(call.operation, given) : given;
      this.#authorize(operation, service, input, call);
      const output = this.#maybeStale(injected, call, input, await operation.run(input, call));
      if (injected.after.some(({ kind }) => kind === 'cut-after')) throw new ConnectionCut();
      this.#record(call, output instanceof VerbatimResponse ? output.result : 'OK');
      return output;
    } catch (error) {
      this.#record(call, error instanceof AwsError ? error.code : 'InternalFailure', (error as Error).message);
      throw error;
    }
  }

  async #injectFault(fault: InjectedFaults['before'][number], call: Call, service: Service): Promise<void> {
    // Latency stands for the network's, so it takes real time under every clock.
    if (fault.kind === 'latency') await sleep(fault.milliseconds);
    const error = errorOf(fault, call, service.protocol);
    if (error) throw error;
  }

  #authorize(operation: Operation, service: Service, input: unknown, call: Call): void {
    const policy = operation.resourcePolicy?.(input, call);
    for (const { context, ...asked } of operation.permissions(input, call)) {
      const permission = { ...asked, context: { 'aws:RequestedRegion': call.region, ...context } };
      const decision = this.#parts.decide(call.identity, permission, policy);
      if (!decision.allowed) throw denied(service, decision.message ?? 'User is not authorized to perform this action');
    }
  }

  #maybeStale(injected: InjectedFaults, call: Call, input: unknown, output: unknown): unknown {
    if (!this.#parts.faults.list().some(({ kind }) => kind === 'stale-read')) return output;
    if (!/^(List|Describe|Get)/.test(call.operation)) return output;
    const key = JSON.stringify([call.service, call.operation, call.account, call.region, input]);
    const earlier = this.#lastReads.get(key);
    this.#lastReads.set(key, output);
    return earlier !== undefined && injected.after.some(({ kind }) => kind === 'stale-read') ? earlier : output;
  }

  #record({ requestId, service, operation, account, region, identity }: Call, result: string, message?: string): void {
    this.#parts.calls.add({
      at: this.clock.now(),
      requestId,
      service,
      operation,
      account,
      region,
      caller: identity.arn,
      result,
      ...(message === undefined ? {} : { message }),
    });
  }
}

/** Whether it has operations for others than the services here. */
function isServed({ operations }: Service): boolean {
  return Object.values(operations).some(({ internal }) => !internal);
}

/** An operation that is not served here, in AWS's error shape; the message lists those that are. */
function notServed(service: Service, operation: string): AwsError {
  const served = Object.keys(service.operations)
    .filter((name) => !service.operations[name]?.internal)
    .sort()
    .join(', ');
  const code = service.protocol === 'awsQuery' ? 'InvalidAction' : 'UnknownOperationException';
  return new AwsError(code, `${service.name} ${operation} is not served by local AWS. Served: ${served}`, {
    status: service.protocol === 'restJson1' ? 404 : 400,
  });
}

/** As this service answers a missing permission. */
export function denied(service: Pick<Service, 'accessDenied' | 'protocol'>, message: string): AwsError {
  const { code, status } = service.accessDenied ?? deniedBy[service.protocol];
  return new AwsError(code, message, { status });
}

const deniedBy = {
  'awsJson1.0': { code: 'AccessDeniedException', status: 400 },
  'awsJson1.1': { code: 'AccessDeniedException', status: 400 },
  restJson1: { code: 'AccessDeniedException', status: 403 },
  awsQuery: { code: 'AccessDenied', status: 403 },
  restXml: { code: 'AccessDenied', status: 403 },
};
