/** The console in a browser, over many executions. */

import type { Page } from 'playwright-core';
import { openBrowser, type Stage, setStage } from '../test/console/stage.ts';
import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';

const EXECUTIONS = 10_000;
const TIMES = 9;

export const console: Measurement = {
  method: `in the Chromium that npm brings, over offboard dev with ${EXECUTIONS} executions of requests, in the same process: opening / until the first row is painted; a letter in the search until the list shows it; PutEvents until the event stands on the Events page; ${TIMES} times each`,
  async run({ note }) {
    const stage = await setStage({ clock: 'jump', iam: 'report' });
    const browser = await openBrowser();
    try {
      await fill(stage, note);
      const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
      const first = await firstPaints(page, stage);
      await allListed(page);
      return {
        rows: [
          { what: 'first paint of rows', ...figures(first), goal: '1000 ms' },
          { what: 'filter', ...figures(await filters(page)), goal: '200 ms' },
          { what: 'event to page', ...figures(await arrivals(page, stage)), goal: '1000 ms' },
        ],
      };
    } finally {
      await browser.close();
      await stage.close();
    }
  },
};

function figures(times: readonly number[]) {
  return { 'median ms': Math.round(quantile([...times], 0.5)), 'worst ms': Math.round(Math.max(...times)) };
}

/** What is asked to end is not there: the shortest life that a request can have. */
async function fill({ requestAll, ended }: Stage, note: (line: string) => void): Promise<void> {
  for (let made = 0; made < EXECUTIONS; made += 500) {
    await requestAll(
      Array.from({ length: 500 }, (_, index) => [
        'codeartifact-external-connection',
        { domain: 'acme', repository: `gone-${made + index}`, externalConnection: 'public:npmjs' },
      ]),
    );
    await ended(made + 500, 300);
    note(`${made + 500} executions`);
  }
}

async function firstPaints(page: Page, { runtime }: Stage): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    await page.goto(runtime.endpoint, { waitUntil: 'commit' });
    await page.locator('.rows .line').first().waitFor();
    times.push(performance.now() - started);
  }
  return times;
}

async function allListed(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${EXECUTIONS.toLocaleString('en')} All`) })
    .waitFor({ timeout: 120_000 });
}

/** From the letter to the drawing that follows it, by the page's own clock. */
async function filters(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    times.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const field = document.getElementById('search');
        const started = performance.now();
        field.value = 'gone-${time}';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
      })`),
    );
  }
  return times;
}

async function arrivals(page: Page, { runtime, request }: Stage): Promise<number[]> {
  runtime.clock.set('real');
  await page.goto(`${runtime.endpoint}/events`);
  await page.locator('.feed > li').first().waitFor();
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    const id = await request('codeartifact-external-connection', {
      domain: 'acme',
      repository: `late-${time}`,
      externalConnection: 'public:npmjs',
    });
    await page.locator('.feed > li').filter({ hasText: id }).first().waitFor();
    times.push(performance.now() - started);
  }
  return times;
}
