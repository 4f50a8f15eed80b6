/** What the console's tests stand on: a runtime with its console, and a real browser that looks at it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { kinds } from '../../associations/registry.ts';
import type { Context } from '../../cli/command.ts';
import { consoleOf } from '../../cli/console.ts';
import { createContext } from '../../cli/context.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../cli/local-stack.ts';
import { createOutput } from '../../cli/output.ts';
import { createStackClient, type StackClient } from '../../client/stack-client.ts';
import type { Console } from '../../console/server/index.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { page as buildPage } from '../../packaging/dist.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';

/** Of a request that is not there any more. */
const CONNECTION = { domain: 'acme', repository: 'gone', externalConnection: 'public:npmjs' };

type Contract = { source: string; detailType: string };

/** A kind and its target. */
export type TestRequest = readonly [kind: string, target: unknown];

export interface ConsoleHarness {
  runtime: LocalStack;
  context: Context;
  /** Where the built pages are. */
  assets: string;
  /** Asks for the end of an association, as anybody would. @returns the request's id. */
  request(kind: string, target: unknown): Promise<string>;
  /** Asks for an offboarding. @returns the request's id. */
  offboard(data: unknown): Promise<string>;
  /** Asks for all at one moment of the jumping clock. */
  requestAll(requests: readonly TestRequest[]): Promise<void>;
  /** Resolves when so many executions of requests have ended. @param seconds how long that may take. */
  ended(count: number, seconds?: number): Promise<void>;
  /** The same stack as one that is deployed: the wire alone, nothing local about it. @param caller a name of its own. */
  deployed(caller: string): StackClient;
  /** How often this caller has called each operation. */
  callsOf(caller: string): Record<string, number>;
  /** Leaves an event in a dead-letter queue, as EventBridge does: a request, or an event of this source. */
  deadLetter(error: string, source?: string): Promise<void>;
  close(): Promise<void>;
}

export async function startHarness(options: Partial<LocalStackOptions> = {}): Promise<ConsoleHarness> {
  const built = mkdtempSync(join(tmpdir(), 'offboard-console-'));
  await Promise.all([buildPage(built), packageIfStale()]);
  const assets = join(built, 'console');
  const stop = new AbortController();
  let pages: Console | undefined;
  const runtime = await startLocalStack({
    packaged: join(import.meta.dirname, '..', '..'),
    clock: 'jump',
    start: VIRTUAL_START,
    fallback: async (request) => pages?.(request),
    ...options,
  });
  const context = createContext({ endpoint: runtime.endpoint, stage: 'dev' }, createOutput(), stop.signal);
  pages = await consoleOf(context.client(), { actions: true, assets });
  const client = new EventBridgeClient({
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const put = (details: readonly unknown[], { source, detailType }: Contract = disassociationRequested) =>
    client.send(
      new PutEventsCommand({
        Entries: details.map((detail) => ({
          EventBusName: runtime.info().stack,
          Source: source,
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        })),
      }),
    );
  const metadata = () =>
    newMetadata({ timestamp: new Date(runtime.clock.now()).toISOString(), requestedBy: 'dana@example.com' });
  const detailOf = ([association, target]: TestRequest) => ({ metadata: metadata(), data: { association, target } });
  const over = new Set<string>();
  const unwatch = runtime.watch(({ event }) => {
    const arn = endedRequest(event);
    if (arn) over.add(arn);
  });
  return {
    runtime,
    context,
    assets,
    async request(...request) {
      const detail = detailOf(request);
      await put([detail]);
      return detail.metadata.id;
    },
    async offboard(data) {
      const detail = { metadata: metadata(), data };
      await put([detail], offboardingRequested);
      return detail.metadata.id;
    },
    async requestAll(requests) {
      const release = runtime.clock.hold();
      for (let from = 0; from < requests.length; from += 10) await put(requests.slice(from, from + 10).map(detailOf));
      release();
    },
    ended: (count, seconds) => until(() => over.size >= count, seconds),
    deployed(caller) {
      const there = context.client().connection;
      const credentials = { accessKeyId: caller, secretAccessKey: 'test' };
      const connection = { ...there, local: false, clientConfig: { ...there.clientConfig, credentials } };
      return createStackClient(connection, stop.signal);
    },
    callsOf(caller) {
      const calls = runtime.calls.list().filter((call) => call.caller.endsWith(`:user/${caller}`));
      const byOperation = Map.groupBy(calls, ({ operation }) => operation);
      return Object.fromEntries([...byOperation].map(([operation, each]) => [operation, each.length]));
    },
    async deadLetter(error, source = disassociationRequested.source) {
      const { queues } = await context.client().stack();
      const sqs = await context.client().aws.sqs();
      const { detailType } = disassociationRequested;
      const detail = detailOf(['codeartifact-external-connection', CONNECTION]);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queues.find((url) => url.endsWith('-dead-letters')),
          MessageBody: JSON.stringify({ source, 'detail-type': detailType, detail }),
          MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: error } },
        }),
      );
    },
    async close() {
      stop.abort();
      unwatch();
      client.destroy();
      await runtime.close();
      rmSync(built, { recursive: true });
    },
  };
}

/** The execution that has ended, where this event tells of one of a kind's own machine. */
function endedRequest(event: unknown): string | undefined {
  const { detail } = event as { detail?: { status?: string; stateMachineArn?: string; executionArn?: string } };
  if (detail?.status === undefined || detail.status === 'RUNNING') return undefined;
  return kinds.some((kind) => detail.stateMachineArn?.endsWith(`-${kind}`)) ? detail.executionArn : undefined;
}

/** Asks until it is so; fails where it takes longer. */
export async function until(holds: () => boolean, seconds = 30): Promise<void> {
  const limit = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`it has not come to be so within ${seconds} s`);
    await sleep(30);
  }
}

/** The Chromium that npm brings. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
