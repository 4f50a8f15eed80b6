/** The console in a browser, over many executions. */

import type { Page } from 'playwright-core';
import { type ConsoleHarness, openBrowser, startHarness } from '../test/console/harness.ts';
import type { Measurement } from './measure.ts';
import { quantile } from './runtime/client.ts';

const EXECUTIONS = 10_000;
const TIMES = 9;
/** Pixels, and pixels a second: three seconds of fast scrolling. */
const SCROLL = { distance: 30_000, speed: 10_000 };

export const console: Measurement = {
  method: `in the Chromium that npm brings, over the local runtime in the same process, with ${EXECUTIONS} executions of the packaged state machine, each started by an event that requests the disassociation of an external connection that does not exist: the shortest execution there is. From opening / to the first row; from a letter in the search field to the second frame after it, once every input is read; from PutEvents to the event on the Events page, and to its execution in the list; frames, and the page’s CPU time for each, while the list is scrolled by ${SCROLL.distance} px at ${SCROLL.speed} px/s; ${TIMES} times each`,
  async run({ note }) {
    const harness = await startHarness({ clock: 'jump', iam: 'report' });
    const browser = await openBrowser();
    try {
      await fill(harness, note);
      harness.runtime.clock.set('real');
      const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
      const first = await firstPaints(page, harness);
      await allRead(page);
      note('every execution is described');
      const filtered = await filters(page);
      const { shown, work } = await frames(page);
      return {
        rows: [
          { what: 'first paint of rows', ...figures(first), goal: '1000 ms' },
          { what: 'filter', ...figures(filtered), goal: '200 ms' },
          { what: 'frame while scrolling', ...figures(shown), goal: '50 ms' },
          { what: 'CPU time of a frame', ...figures(work), goal: '16 ms' },
          { what: 'event to list', ...figures(await arrivals(page, harness, LIST)), goal: '1000 ms' },
          { what: 'event to Events page', ...figures(await arrivals(page, harness, EVENTS)), goal: '1000 ms' },
        ],
      };
    } finally {
      await browser.close();
      await harness.close();
    }
  },
};

function figures(times: readonly number[]) {
  return {
    'median ms': Math.round(quantile(times, 0.5)),
    'p95 ms': Math.round(quantile(times, 0.95)),
    'worst ms': Math.round(Math.max(...times)),
  };
}

async function fill({ requestAll, ended }: ConsoleHarness, note: (line: string) => void): Promise<void> {
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

async function firstPaints(page: Page, { runtime }: ConsoleHarness): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    await page.goto(`${runtime.endpoint}/executions`, { waitUntil: 'commit' });
    await page.locator('.rows .line').first().waitFor();
    times.push(performance.now() - started);
  }
  return times;
}

/** Every execution is listed and described, so that a search covers all of them. */
async function allRead(page: Page): Promise<void> {
  const limit = { timeout: 240_000 };
  await page.getByRole('button', { name: new RegExp(`^${EXECUTIONS.toLocaleString('en')} All`) }).waitFor(limit);
  await page.locator('.list-progress').filter({ hasNotText: 'not read yet' }).waitFor(limit);
}

/** From an input event to the second frame after it, by the page's clock. */
async function filters(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) times.push(await typed(page, `gone-${time}`));
  await typed(page, '');
  return times;
}

function typed(page: Page, words: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const field = document.getElementById('search');
    const started = performance.now();
    field.value = '${words}';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
  })`);
}

interface Frames {
  /** How long each was on the screen, by the page's clock. */
  shown: number[];
  /** The page's CPU time for each. */
  work: number[];
}

interface TraceEvent {
  name: string;
  /** CPU time in microseconds. */
  tdur?: number;
}

/** Frames while Chromium scrolls by a synthesized gesture. */
async function frames(page: Page): Promise<Frames> {
  const chromium = await page.context().newCDPSession(page);
  const work: number[] = [];
  chromium.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, tdur } of value as unknown as TraceEvent[]) {
      if (name === 'ProxyMain::BeginMainFrame' && tdur !== undefined) work.push(tdur / 1000);
    }
  });
  await page.evaluate(COLLECT_FRAMES);
  await chromium.send('Tracing.start', { traceConfig: { includedCategories: ['cc'] } });
  for (let time = 0; time < TIMES; time++) {
    await chromium.send('Input.synthesizeScrollGesture', {
      x: 640,
      y: 500,
      yDistance: time % 2 === 0 ? -SCROLL.distance : SCROLL.distance,
      speed: SCROLL.speed,
      gestureSourceType: 'mouse',
    });
  }
  const shown = await page.evaluate<number[]>('window.frameTimes');
  const traced = new Promise((resolve) => chromium.once('Tracing.tracingComplete', resolve));
  await chromium.send('Tracing.end');
  await traced;
  return { shown, work };
}

const COLLECT_FRAMES = `
  window.frameTimes = [];
  let last;
  requestAnimationFrame(function next(now) {
    if (last !== undefined) window.frameTimes.push(now - last);
    last = now;
    requestAnimationFrame(next);
  });`;

interface ArrivalPage {
  path: string;
  /** The element of one event or execution. */
  line: string;
  /** The text by which it is found. */
  text(request: { id: string; repository: string }): string;
}
const LIST: ArrivalPage = { path: '/executions', line: '.rows .line', text: ({ repository }) => repository };
const EVENTS: ArrivalPage = { path: '/events', line: '.feed > li', text: ({ id }) => id };

async function arrivals(
  page: Page,
  { runtime, request }: ConsoleHarness,
  { path, line, text }: ArrivalPage,
): Promise<number[]> {
  await page.goto(`${runtime.endpoint}${path}`);
  await page.locator(line).first().waitFor();
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const repository = `late-${path.length}-${time}`;
    const started = performance.now();
    const id = await request('codeartifact-external-connection', {
      domain: 'acme',
      repository,
      externalConnection: 'public:npmjs',
    });
    await page
      .locator(line)
      .filter({ hasText: text({ id, repository }) })
      .first()
      .waitFor();
    times.push(performance.now() - started);
  }
  return times;
}
