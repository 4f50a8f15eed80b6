/** The harness of the console's tests: the local stack with its console, and a real browser. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { kinds } from '../../associations/registry.ts';
import { cacheHome } from '../../cli/common/cache-home.ts';
import type { Context } from '../../cli/common/command.ts';
import { consoleOf } from '../../cli/common/console.ts';
import { createContext } from '../../cli/common/context.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../cli/common/local-stack.ts';
import { createOutput } from '../../cli/common/output.ts';
import { withStatement } from '../../client/identity/attest.ts';
import { createStackClient, type StackClient } from '../../client/stack-client.ts';
import type { Console } from '../../console/server/index.ts';
import { disassociationRequested, newMetadata, offboardingRequested } from '../../events/index.ts';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { page as buildPage } from '../../packaging/dist.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';

/** The target of the requests in dead letters; it does not exist. */
const CONNECTION = { domain: 'acme', repository: 'gone', externalConnection: 'public:npmjs' };

type Contract = { source: string; detailType: string };

/** A kind and its target. */
export type TestRequest = readonly [kind: string, target: unknown];

export interface ConsoleHarness {
  runtime: LocalStack;
  context: Context;
  /** Where the built pages are. */
  assets: string;
  /** Puts the request of a disassociation on the bus. @returns the request's id. */
  request(kind: string, target: unknown): Promise<string>;
  /** Puts the request of an offboarding on the bus. @returns the request's id. */
  offboard(data: unknown): Promise<string>;
  /** Puts all requests on the bus at one moment of the jumping clock. */
  requestAll(requests: readonly TestRequest[]): Promise<void>;
  /** Resolves when so many executions of kinds' own machines have ended. @throws Error after `seconds`. */
  ended(count: number, seconds?: number): Promise<void>;
  /** A client that takes the same stack for a deployed one. @param caller its access key, which names its user. */
  deployed(caller: string): StackClient;
  /** The number of calls of a caller, by operation. */
  callsOf(caller: string): Record<string, number>;
  /** Sends a request, or an event of another source, to the dead-letter queue, as EventBridge does. */
  deadLetter(error: string, source?: string): Promise<void>;
  close(): Promise<void>;
}

/** Also for tests that give the console a cache of its own. */
const CODE_CACHE = join(cacheHome(), 'functions');

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
    codeCache: CODE_CACHE,
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
  const deployed = (caller: string) => {
    const there = context.client().connection;
    const credentials = { accessKeyId: caller, secretAccessKey: 'test' };
    const connection = { ...there, local: false, clientConfig: { ...there.clientConfig, credentials } };
    return createStackClient(connection, stop.signal);
  };
  const metadata = () => newMetadata({ timestamp: new Date(runtime.clock.now()).toISOString(), requestedBy: 'dana' });
  const detailOf = ([association, target]: TestRequest) => ({ metadata: metadata(), data: { association, target } });
  const ended = new Set<string>();
  const unwatch = runtime.watch(({ event }) => {
    const arn = endedRequest(event);
    if (arn) ended.add(arn);
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
      // One other person is enough to approve what dana has proven to request.
      await put([await withStatement(deployed('dana'), detail)], offboardingRequested);
      return detail.metadata.id;
    },
    async requestAll(requests) {
      const release = runtime.clock.hold();
      for (let from = 0; from < requests.length; from += 10) await put(requests.slice(from, from + 10).map(detailOf));
      release();
    },
    ended: (count, seconds) => until(() => ended.size >= count, `${count} executions have ended`, seconds),
    deployed,
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

/** The ARN of an ended execution of a kind's own machine, from Step Functions' status event. */
function endedRequest(event: unknown): string | undefined {
  const { detail } = event as { detail?: { status?: string; stateMachineArn?: string; executionArn?: string } };
  if (detail?.status === undefined || detail.status === 'RUNNING') return undefined;
  return kinds.some((kind) => detail.stateMachineArn?.endsWith(`-${kind}`)) ? detail.executionArn : undefined;
}

/** @throws Error that says what was waited for. */
export async function until(holds: () => boolean, what: string, seconds = 300): Promise<void> {
  const limit = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`waited ${seconds} s until ${what}`);
    await sleep(30);
  }
}

/** The Chromium of the package @sparticuz/chromium. */
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
