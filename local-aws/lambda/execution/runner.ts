/** Runs one invocation: takes its share of the concurrency, an environment, and holds the clock meanwhile. */

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Concurrency } from './concurrency.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Answer } from './execution-environment.ts';
import type { Fleet, Member } from './fleet.ts';
import type { FunctionLogs } from './logs.ts';
import { endLines, startLines } from './platform-log.ts';

export interface Invocation {
  requestId: string;
  /** JSON text */
  payload: string;
  clientContext?: string;
  /** It belongs to a request that a user made. */
  advancesClock: boolean;
}

export interface Result extends Answer {
  /** What it logged, with Lambda's own lines around. */
  log: string[];
}

export class Runner {
  readonly #clock: Clock;
  readonly #fleet: Fleet;
  readonly #concurrency: Concurrency;
  readonly #logs: FunctionLogs;

  constructor(parts: { clock: Clock; fleet: Fleet; concurrency: Concurrency; logs: FunctionLogs }) {
    this.#clock = parts.clock;
    this.#fleet = parts.fleet;
    this.#concurrency = parts.concurrency;
    this.#logs = parts.logs;
  }

  /** @throws AwsError TooManyRequestsException, or that the role cannot be assumed; what the function does is an answer. */
  async run(definition: FunctionDefinition, invocation: Invocation): Promise<Result> {
    const giveBack = this.#concurrency.take(definition);
    const release = this.#clock.hold();
    try {
      const member = await this.#fleet.take(definition);
      try {
        return await this.#runOn(member, invocation);
      } finally {
        this.#fleet.giveBack(member);
      }
    } finally {
      giveBack();
      release();
    }
  }

  async #runOn(member: Member, { requestId, payload, clientContext, advancesClock }: Invocation): Promise<Result> {
    const { definition } = member.environment;
    const log: string[] = [];
    const write = (text: string) => {
      log.push(text);
      this.#logs.add(definition.name, { at: this.#clock.now(), requestId, text });
    };
    member.log = write;
    // The calls of this environment now belong to this invocation.
    member.identity.advancesClock = advancesClock;
    const began = performance.now();
    for (const line of startLines(definition, requestId, this.#clock.now())) write(line);
    const answer = await member.environment.invoke({
      requestId,
      event: payload,
      timeout: definition.timeout * 1000,
      functionArn: definition.arn,
      traceId: traceId(this.#clock.now()),
      ...(clientContext === undefined ? {} : { clientContext }),
    });
    const ended = { duration: performance.now() - began, failed: answer.functionError !== undefined };
    for (const line of endLines(definition, requestId, this.#clock.now(), ended)) write(line);
    return { ...answer, log };
  }
}

/** X-Ray's form: version, seconds since 1970 and 96 random bits, all hexadecimal. */
function traceId(now: number): string {
  const root = `1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=1`;
}
