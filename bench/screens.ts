/** npm run screens: writes docs/screens/*.webp, what the console is for, at two widths and in both themes. */

import { globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type ConsoleHarness, openBrowser, startHarness } from '../test/console/harness.ts';

const DIRECTORY = join(import.meta.dirname, '..', 'docs', 'screens');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/** Of all pictures together: every clone of the repository has each version of them. */
const MAX_BYTES = 2_000_000;

/** Of WebP: small letters stay sharp, at a third of the bytes of PNG. */
const QUALITY = 80;

const HOUR = 3_600_000;

const MPA = { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' };

/** One execution of each status: succeeded, failed, rejected, waiting for people, running. */
async function startRequests({ runtime, request, requestAll, ended, offboard }: ConsoleHarness): Promise<void> {
  await requestAll([
    ['codeartifact-external-connection', { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'legacy', externalConnection: 'public:npmjs' }],
  ]);
  await ended(2);
  await runtime.clock.advance(5 * HOUR);
  await requestAll([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F123456789'] }],
    ['opensearch-packages', { domainName: 'Not A Domain', packageIds: [] }],
  ]);
  await ended(4);
  await runtime.clock.advance(2 * HOUR);
  await requestAll([['opensearch-packages', { domainName: 'movies', packageIds: ['F222222222'] }]]);
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
      await page.getByText('public:pypi').waitFor();
    },
  },
  { name: 'executions', show: (page) => page.getByText('team payments').first().waitFor() },
  { name: 'running', show: (page) => showExecution(page, 'movies/F333333333') },
  { name: 'failed', show: (page) => showExecution(page, 'movies/F222222222') },
  {
    name: 'approval',
    async show(page) {
      await page.goto(new URL('/executions?kind=offboard&status=waiting', page.url()).href);
      await page.locator('[data-row="0"]').click();
      await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
      // On a narrow screen the plan is below the graph.
      if (!isWide(page)) await page.evaluate("document.querySelector('[aria-label=Details]').scrollIntoView()");
    },
  },
  {
    name: 'evidence',
    async show(page) {
      await showExecution(page, 'movies/F123456789');
      await page.getByRole('tab', { name: 'Evidence' }).click();
      await page.getByRole('link', { name: 'Read, verify and print' }).click();
      await page.getByText('Verified by this browser').waitFor();
    },
  },
];

function isWide(page: Page): boolean {
  return page.viewportSize()?.width === SIZES[0].width;
}

async function showExecution(page: Page, label: string): Promise<void> {
  await page.getByText(label).first().click();
  await page.getByRole('heading', { name: 'Steps', exact: true }).waitFor();
}

const harness = await startHarness();
const browser = await openBrowser();
try {
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  await startRequests(harness);
  for (const scene of SCENES) await take(scene);
} finally {
  await browser.close();
  await harness.close();
}
refuseMoreThan(MAX_BYTES);

async function take({ name, show }: Scene): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      await page.goto(`${harness.runtime.endpoint}/executions`);
      await show(page);
      await page.waitForTimeout(300);
      const path = join(DIRECTORY, `${name}-${viewport.width}-${colorScheme}.webp`);
      await page.screenshot({ path, type: 'webp', quality: QUALITY });
    }
    await context.close();
  }
}

function refuseMoreThan(most: number): void {
  const bytes = globSync(join(DIRECTORY, '*')).reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(`${DIRECTORY}: ${bytes.toLocaleString('en')} bytes`);
  if (bytes > most) throw new Error(`The pictures have ${bytes} bytes, more than ${most}: take fewer or smaller ones.`);
}
