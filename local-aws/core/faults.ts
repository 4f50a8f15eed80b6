/** Faults injected into calls, by service and operation; drawn from a seed, counted, and listed by the control API. */

import { AwsError, type Call, type Protocol } from './aws.ts';
import { expiredCredentials } from './rejected-credentials.ts';
import { matchesWildcard } from './wildcard.ts';

export const FAULT_KINDS = [
  'throttle',
  'server-error',
  'error',
  'latency',
  'cut-before',
  'cut-after',
  'stale-read',
  'expired-credentials',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultSpec {
  kind: FaultKind;
  /** `opensearch`, or absent for every service. */
  service?: string;
  /** `ListPackagesForDomain`, `List*`, or absent for every operation. */
  operation?: string;
  /** The share of calls, above 0 and at most 1. */
  rate: number;
  /** Ends after this many injections. */
  times?: number;
  /** Of `latency`, in real time. */
  milliseconds?: number;
  /** Of `error`: the answer. */
  code?: string;
  message?: string;
  status?: number;
}

export interface Fault extends FaultSpec {
  id: number;
  /** How many calls it was injected into. */
  injected: number;
}

/** The faults drawn for one call: those before the operation runs, and those after. */
export interface InjectedFaults {
  before: Fault[];
  after: Fault[];
}

const AFTER: readonly FaultKind[] = ['cut-after', 'stale-read'];

export class Faults {
  #faults: Fault[] = [];
  #next = 1;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** @throws Error that names the field which is wrong. */
  set(spec: FaultSpec): Fault {
    const fault = { ...checkFault(spec), id: this.#next++, injected: 0 };
    this.#faults.push(fault);
    return fault;
  }

  /** @returns how many were cleared. */
  clear(id?: number): number {
    const remaining = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    const cleared = this.#faults.length - remaining.length;
    this.#faults = remaining;
    return cleared;
  }

  /** Draws once for every fault that applies to this call. */
  draw(service: string, operation: string): InjectedFaults {
    if (this.#faults.length === 0) return NONE;
    const drawn = this.#faults.filter((fault) => applies(fault, service, operation) && this.#random() < fault.rate);
    for (const fault of drawn) fault.injected++;
    return {
      before: drawn.filter(({ kind }) => !AFTER.includes(kind)),
      after: drawn.filter(({ kind }) => AFTER.includes(kind)),
    };
  }
}

const NONE: InjectedFaults = { before: [], after: [] };

function applies(fault: Fault, service: string, operation: string): boolean {
  if (fault.times !== undefined && fault.injected >= fault.times) return false;
  if (fault.service !== undefined && fault.service !== service) return false;
  return fault.operation === undefined || matchesWildcard(fault.operation, operation);
}

/** @throws Error that names the field which is wrong. */
export function checkFault(spec: FaultSpec): FaultSpec {
  if (!FAULT_KINDS.includes(spec.kind)) {
    throw new Error(`fault kind '${spec.kind}' is not one of ${FAULT_KINDS.join(', ')}`);
  }
  if (!(spec.rate > 0 && spec.rate <= 1)) throw new Error(`a fault's rate is above 0 and at most 1, not ${spec.rate}`);
  if (spec.times !== undefined && !(Number.isInteger(spec.times) && spec.times > 0)) {
    throw new Error(`a fault's times is a whole number above 0, not ${spec.times}`);
  }
  if (spec.kind === 'latency' && !(Number(spec.milliseconds) >= 0)) throw new Error('latency needs milliseconds');
  if (spec.kind === 'error' && !spec.code) throw new Error('error needs a code, for example ConflictException');
  return spec;
}

/** A connection closed without an answer; in process, a service that could not be reached. */
export class ConnectionCut extends AwsError {
  constructor() {
    super('ServiceUnavailable', 'the connection was cut', { status: 503 });
  }
}

/** The error of a fault, in the form of the call's service and protocol; undefined for latency. */
export function errorOf(fault: Fault, call: Call, protocol: Protocol): AwsError | undefined {
  switch (fault.kind) {
    case 'throttle':
      return throttled(call, protocol);
    case 'server-error':
      return new AwsError(...serverError(protocol));
    case 'error':
      return new AwsError(fault.code as string, fault.message ?? `${fault.code} (injected fault)`, {
        status: fault.status ?? 400,
      });
    case 'cut-before':
    case 'cut-after':
      return new ConnectionCut();
    case 'expired-credentials':
      return expiredCredentials(protocol);
    default:
      return undefined;
  }
}

function throttled(call: Call, protocol: Protocol): AwsError {
  if (call.service === 's3') return new AwsError('SlowDown', 'Please reduce your request rate.', { status: 503 });
  if (call.service === 'lambda') {
    return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
      status: 429,
      fields: { Reason: 'CallerRateLimitExceeded' },
    });
  }
  if (protocol === 'awsQuery' || protocol === 'restXml') return new AwsError('Throttling', 'Rate exceeded');
  const status = protocol === 'restJson1' && call.service !== 'license-manager-user-subscriptions' ? 429 : 400;
  return new AwsError('ThrottlingException', 'Rate exceeded', { status });
}

function serverError(protocol: Protocol): [string, string, { status: number }] {
  const code =
    protocol === 'awsQuery' ? 'InternalFailure' : protocol === 'restXml' ? 'InternalError' : 'InternalServerException';
  return [code, 'We encountered an internal error. Please try again.', { status: 500 }];
}
