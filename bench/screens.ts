/** npm run screens: writes docs/screens/*.png, the console at three widths and in both themes. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type ConsoleHarness, openBrowser, startHarness } from '../test/console/harness.ts';

const DIRECTORY = join(import.meta.dirname, '..', 'docs', 'screens');
const SIZES = [
  { width: 360, height: 780 },
  { width: 1280, height: 860 },
  { width: 1920, height: 1080 },
] as const;

const MPA = { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' };

/** One execution of each status: succeeded, failed, rejected, waiting for people, running. */
async function startRequests({ runtime, request, requestAll, ended, offboard }: ConsoleHarness): Promise<void> {
  await requestAll([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F123456789'] }],
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F222222222'] }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'legacy', externalConnection: 'public:npmjs' }],
    ['opensearch-packages', { domainName: 'Not A Domain', packageIds: [] }],
  ]);
  await ended(5);
  runtime.clock.set('real');
  await request('payment-cryptography-mpa-team', MPA);
  await request('opensearch-packages', { domainName: 'movies', packageIds: ['F333333333'] });
  await offboard({
    subject: { type: 'connection', id: 'public:pypi' },
    options: { mode: 'apply', approval: 'required' },
  });
}

/** A screenshot: its name, and the steps from the list of executions to what it shows. */
interface Scene {
  name: string;
  show(page: Page): Promise<void>;
}

const SCENES: readonly Scene[] = [
  {
    name: 'overview',
    async show(page) {
      await page.goto(new URL('/', page.url()).href);
      await page.getByText('complete within').waitFor();
    },
  },
  { name: 'executions', show: (page) => page.getByText('team payments').first().waitFor() },
  {
    name: 'failed',
    async show(page) {
      await page.getByText('movies/F222222222').first().click();
      await page.getByRole('heading', { name: 'Steps', exact: true }).waitFor();
    },
  },
  {
    name: 'running',
    async show(page) {
      await page.getByText('movies/F333333333').first().click();
      await page.getByRole('heading', { name: 'Steps', exact: true }).waitFor();
    },
  },
  {
    name: 'evidence',
    async show(page) {
      await page.getByText('movies/F123456789').first().click();
      await page.getByRole('tab', { name: 'Evidence' }).click();
      await page.getByText('Verified:').waitFor();
    },
  },
  { name: 'offboarding', show: showWaiting },
  {
    name: 'graph',
    async show(page) {
      await showWaiting(page);
      await page.getByRole('button', { name: 'Whole graph' }).click();
      await page.waitForTimeout(300);
    },
  },
  ...(['events', 'associations'] as const).map((name) => ({
    name,
    async show(page: Page) {
      await page.goto(new URL(`/${name}`, page.url()).href);
      await page.waitForTimeout(700);
    },
  })),
];

/** An offboarding that waits for approval. */
async function showWaiting(page: Page): Promise<void> {
  await page.goto(new URL('/executions?kind=offboard&status=waiting', page.url()).href);
  await page.locator('[data-row="0"]').click();
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
}

/** Taken last: it starts a plan, which the other screenshots would show. */
const SCHEDULES: Scene = {
  name: 'schedules',
  async show(page) {
    await page.goto(new URL('/schedules', page.url()).href);
    const card = page.getByRole('listitem').filter({ hasText: 'users-on-terminated-instances' });
    await card.getByRole('button', { name: 'What it would match' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Plan' }).click();
    await card.getByRole('status').filter({ hasText: 'now.' }).waitFor();
  },
};

const harness = await startHarness();
const browser = await openBrowser();
try {
  mkdirSync(DIRECTORY, { recursive: true });
  await startRequests(harness);
  for (const scene of [...SCENES, SCHEDULES]) await take(scene);
} finally {
  await browser.close();
  await harness.close();
}

async function take({ name, show }: Scene): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      await page.goto(`${harness.runtime.endpoint}/executions`);
      await show(page);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(DIRECTORY, `${name}-${viewport.width}-${colorScheme}.png`) });
    }
    await context.close();
  }
}
