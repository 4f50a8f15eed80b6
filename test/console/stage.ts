/** What the console's tests stand on: a runtime with its console, and a real browser that looks at it. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { consoleOf } from '../../cli/console.ts';
import { createContext } from '../../cli/context.ts';
import { listExecutions } from '../../cli/executions.ts';
import type { Context } from '../../cli/verb.ts';
import type { Console } from '../../console/server/index.ts';
import { disassociationRequested, newMetadata } from '../../events/index.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../local/runtime.ts';
import { page as buildPage } from '../../packaging/dist.ts';
import { freshPackage } from '../../packaging/fresh.ts';

/** A kind and its target. */
export type Wish = readonly [kind: string, target: unknown];

export interface Stage {
  runtime: Runtime;
  context: Context;
  /** Where the built pages are. */
  assets: string;
  /** Asks for the end of an association, as anybody would. @returns the request's id. */
  request(kind: string, target: unknown): Promise<string>;
  /** Asks for all at one moment of the jumping clock. */
  requestAll(wishes: readonly Wish[]): Promise<void>;
  /** Resolves when so many executions have ended. */
  ended(count: number): Promise<void>;
  close(): Promise<void>;
}

/** The page as it would be built now. */
export async function builtPages(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'offboard-console-'));
  await buildPage(directory);
  return join(directory, 'console');
}

export async function setStage(options: Partial<RuntimeOptions> = {}): Promise<Stage> {
  const [assets] = await Promise.all([builtPages(), freshPackage()]);
  const stop = new AbortController();
  let pages: Console | undefined;
  const runtime = await startRuntime(
    { packaged: join(import.meta.dirname, '..', '..'), stage: 'dev', clock: 'jump', ...options },
    async (request) => pages?.(request),
  );
  const context = createContext({ endpoint: runtime.endpoint, stage: 'dev' }, stop.signal);
  pages = await consoleOf(context, { actions: true, assets });
  const client = new EventBridgeClient({
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const request = async (association: string, target: unknown) => {
    const metadata = newMetadata({ timestamp: new Date(runtime.clock.now()).toISOString() });
    const { source: Source, detailType: DetailType } = disassociationRequested;
    const Detail = JSON.stringify({ metadata, data: { association, target } });
    await client.send(
      new PutEventsCommand({ Entries: [{ EventBusName: runtime.about().bus, Source, DetailType, Detail }] }),
    );
    return metadata.id;
  };
  return {
    runtime,
    context,
    assets,
    request,
    async requestAll(wishes) {
      const release = runtime.clock.hold();
      for (const [kind, target] of wishes) await request(kind, target);
      release();
    },
    ended: (count) =>
      until(async () => {
        const items = await listExecutions(context, { most: 1000 });
        return (
          items.filter(
            ({ status, executionArn }) =>
              status !== 'RUNNING' && /-(packages|connection|user|team|consumer):/.test(executionArn ?? ''),
          ).length >= count
        );
      }),
    async close() {
      stop.abort();
      client.destroy();
      await runtime.close();
    },
  };
}

/** Asks until it is so; fails after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error('it has not come to be so within ten seconds');
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
