/** The packaged stack on the local runtime, and an ear on its bus. */

import { setTimeout as tick } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../cli/common/local-stack.ts';
import { newMetadata, SOURCE } from '../../events/index.ts';
import type { Metadata } from '../../events/metadata.ts';
import type { Statement } from '../../events/statement.ts';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { withRareSweep } from '../rare-sweep.ts';
import { ROOT } from '../template/packaged.ts';

const BUS = 'offboard-dev';

/** For tests of the hourly sweep. */
export const asPackaged: NonNullable<LocalStackOptions['alter']> = (stack) => stack;

const ENDINGS = ['DisassociationCompleted', 'DisassociationFailed', 'DisassociationRejected'];

export interface Heard {
  source: string;
  'detail-type': string;
  detail: {
    metadata: { id: string; causationId: string; timestamp: string };
    data: {
      outcome: string;
      error?: string;
      message?: string;
      problems?: { path: string; message: string }[];
      evidence?: { bucket: string; key: string; head: string; keyId: string };
    };
  };
}

interface Clients {
  bus: EventBridgeClient;
  sfn: SFNClient;
}

/** How a request is made. */
interface Asked extends Partial<Metadata> {
  detailType?: string;
  /** Makes the statement of its sender's identity. */
  attest?(detail: { metadata: Metadata; data: unknown }): Promise<Statement>;
}

export class Stack implements AsyncDisposable {
  readonly runtime: LocalStack;
  /** What the stack said, by the event's number on its bus. */
  readonly #heard = new Map<number, Heard>();
  /** Resolves with the next event. */
  #next = Promise.withResolvers<void>();
  readonly #clients: Clients;

  private constructor(runtime: LocalStack, clients: Clients) {
    this.runtime = runtime;
    this.#clients = clients;
    runtime.watch(({ number, event }) => {
      const heard = event as Heard;
      if (heard.source !== SOURCE || this.#heard.has(number)) return;
      this.#heard.set(number, heard);
      this.#next.resolve();
      this.#next = Promise.withResolvers();
    });
  }

  static async start(options: Partial<LocalStackOptions> = {}): Promise<Stack> {
    await packageIfStale();
    const runtime = await startLocalStack({
      packaged: ROOT,
      clock: 'jump',
      start: VIRTUAL_START,
      alter: withRareSweep,
      ...options,
    });
    const config = {
      endpoint: runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    };
    return new Stack(runtime, { bus: new EventBridgeClient(config), sfn: new SFNClient(config) });
  }

  /** Puts a request on the bus; what is given replaces what is usual. @returns its id. */
  async ask(
    data: Record<string, unknown>,
    { detailType = 'DisassociationRequested', attest, ...said }: Asked = {},
  ): Promise<string> {
    const metadata = newMetadata({ timestamp: new Date(this.runtime.clock.now()).toISOString(), ...said });
    const statement = await attest?.({ metadata, data });
    const Detail = JSON.stringify({ metadata: { ...metadata, statement }, data });
    const entry = { EventBusName: BUS, Source: 'test', DetailType: detailType, Detail };
    const { FailedEntryCount } = await this.#clients.bus.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount !== 0) throw new Error('the bus did not take the request');
    return metadata.id;
  }

  /** The answer to a request, once it has been heard; of these detail-types, where an offboarding says several things. */
  async answerTo(id: string, ...detailTypes: string[]): Promise<Heard> {
    const [answer] = await this.#hear(
      (heard) =>
        heard.detail.metadata.causationId === id &&
        (detailTypes.length === 0 || detailTypes.includes(heard['detail-type'])),
    );
    return answer as Heard;
  }

  /** Every answer to a request that has been heard so far, whatever it says. */
  answersTo(id: string): Heard[] {
    return [...this.#heard.values()].filter((heard) => heard.detail.metadata.causationId === id);
  }

  /** So many copies of the event that ends a request; what else is said of it on the way is left out. */
  endsOf(id: string, count = 1): Promise<Heard[]> {
    return this.#hear(
      (heard) => heard.detail.metadata.causationId === id && ENDINGS.includes(heard['detail-type']),
      count,
    );
  }

  /** The data of the next event of this detail-type, whoever asked for it. */
  async next(detailType: string): Promise<Record<string, unknown>> {
    const [heard] = await this.#hear((event) => event['detail-type'] === detailType);
    return (heard as Heard).detail.data as Record<string, unknown>;
  }

  /** What was heard of that kind, once it is so many. */
  async #hear(matches: (heard: Heard) => boolean, count = 1): Promise<Heard[]> {
    for (;;) {
      const found = [...this.#heard.values()].filter(matches);
      if (found.length >= count) return found;
      await this.#next.promise;
    }
  }

  /** Stops the one execution that runs. */
  async stopTheRunning(machine: string): Promise<void> {
    const stateMachineArn = this.runtime.info().machines.find((arn) => arn.endsWith(`:${BUS}-${machine}`));
    for (;;) {
      const { executions = [] } = await this.#clients.sfn.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
      );
      const [running] = executions;
      if (running !== undefined) {
        await this.#clients.sfn.send(
          new StopExecutionCommand({ executionArn: running.executionArn, error: 'Stopped', cause: 'by an operator' }),
        );
        return;
      }
      await tick(5);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of Object.values(this.#clients)) client.destroy();
    await this.runtime.close();
  }
}

/** The text of an object, as an auditor reads it. */
export async function objectOf(stack: Stack, { bucket, key }: { bucket: string; key: string }): Promise<string> {
  const identity = { arn: 'arn:aws:iam::111122223333:user/auditor', account: '111122223333' };
  const input = { Bucket: bucket, Key: key };
  const { Body } = await stack.runtime.aws.call<{ Body: Uint8Array }>('s3', 'GetObject', input, { identity });
  return Buffer.from(Body).toString('utf8');
}
