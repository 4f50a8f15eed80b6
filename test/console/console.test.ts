/** The console in a real browser: every page, every action, in both themes. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { consoleOf } from '../../cli/common/console.ts';
import { startServer } from '../../console/server/http-server.ts';
import { type ConsoleHarness, openBrowser, startHarness, until } from './harness.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Text of an event that tries to run a script in the page. */
const HOSTILE = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;

let harness: ConsoleHarness;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Errors in the browser's console. */
const browserErrors: string[] = [];

beforeAll(async () => {
  vi.stubEnv('XDG_CACHE_HOME', scratchFolder('cache'));
  [harness, browser] = await Promise.all([startHarness(), openBrowser()]);
  context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: harness.runtime.endpoint });
  await context.addInitScript(AXE);
  page = await context.newPage();
  page.on('pageerror', (error) => browserErrors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && browserErrors.push(message.text()));
  // Two busy cores may take their time.
  page.setDefaultTimeout(300_000);
  await harness.requestAll([
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F123456789'] }],
    ['opensearch-packages', { domainName: 'movies', packageIds: ['F222222222'] }],
    ['codeartifact-external-connection', { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' }],
    ['opensearch-packages', { domainName: HOSTILE, packageIds: [] }],
  ]);
  await harness.ended(4);
  // The clock runs in real time from here, so that the following requests keep running.
  harness.runtime.clock.set('real');
  await harness.request('payment-cryptography-mpa-team', { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' });
  await harness.offboard({
    subject: { type: 'connection', id: 'public:pypi' },
    options: { mode: 'apply', approval: 'required' },
  });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await browser?.close();
  await harness?.close();
});

beforeEach(() => {
  browserErrors.length = 0;
});

async function open(address: string, text: string): Promise<void> {
  await page.goto(`${harness.runtime.endpoint}${address}`);
  await page.getByText(text).first().waitFor();
}

/** The row of the list with this text. */
function row(text: string) {
  return page.getByRole('row').filter({ hasText: text }).first();
}

/** Presses Tab until something of this role has the focus. @returns the words of all that had it, in order. */
async function tabTo(role: string): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    passed.push(await page.evaluate<string>('document.activeElement.textContent'));
    if ((await page.evaluate('document.activeElement.getAttribute("role")')) === role) return passed;
  }
  throw new Error(`no ${role} was reached by way of ${passed.join(', ')}`);
}

/** Presses Tab until it has the focus. */
async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

async function press(target: Locator): Promise<void> {
  await reach(target);
  await page.keyboard.press('Enter');
}

async function type(target: Locator, text: string): Promise<void> {
  await reach(target);
  await page.keyboard.type(text);
}

/** One key at a time: a press before the last was drawn would go past the tab. */
async function openTab(name: string): Promise<void> {
  const selected = page.getByRole('tab', { selected: true });
  for (let left = await selected.innerText(); left !== name; left = await selected.innerText()) {
    await reach(selected);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: left, exact: true, selected: true }).waitFor({ state: 'detached' });
  }
}

async function openExecution(words: string): Promise<void> {
  await open('/executions', words);
  await row(words).getByRole('link').click();
  await page.getByRole('tab', { name: 'Timeline' }).waitFor();
}

/** The offboarding that waits for approval during all tests. */
async function openWaiting(): Promise<void> {
  await open('/executions?kind=offboard&status=waiting', 'public:pypi');
  await page.getByRole('link', { name: 'public:pypi', exact: true }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
}

describe('the overview', () => {
  const openOverview = () => open('/', 'complete within');
  const panel = (title: string | RegExp) => page.getByRole('region', { name: title });
  const listed = () => page.locator('.list-progress [role=status]').innerText();

  it('leads from each figure to the list of what it counts', async () => {
    for (const title of ['Waiting for people', 'Failed in 24 hours', 'Rejected in 24 hours', 'Stuck', 'Reappeared']) {
      await openOverview();
      const figure = page.getByRole('link', { name: new RegExp(`${title}$`) });
      const count = await figure.locator('strong').innerText();
      await figure.click();
      expect(await listed(), title).toBe(`${count} shown`);
    }
    await openOverview();
    await page
      .getByRole('link', { name: /Dead letters$/ })
      .last()
      .click();
    await page.getByText(/^No dead letters in/).waitFor();
  });

  it('leads to the reason of a failure in one click and to its way out in two', async () => {
    await openOverview();
    await panel('Stuck and failed')
      .getByRole('link', { name: /PackageInUseException/ })
      .click();
    await page.locator('.banner').filter({ hasText: 'The package is in use by one or more indexes' }).waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask again' }).waitFor();
    await page.keyboard.press('Escape');
    await openOverview();
    await panel('Stuck and failed').getByRole('link', { name: '1 executions failed so' }).first().click();
    await expect.poll(listed).toBe('1 shown');
    await page.getByRole('button', { name: /^Remove the filter/ }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('reason')).toBeNull();
    await expect.poll(listed).toBe('1 shown');
  });

  it('leads to an approval, with its deadline', async () => {
    await openOverview();
    const entry = panel('Waiting for you').getByRole('listitem').filter({ hasText: 'public:pypi' });
    expect(await entry.getByRole('time').innerText()).toMatch(/^expires in \d+ d/);
    await entry.getByRole('link').click();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('counts what waits in the navigation and in the title of the tab', async () => {
    await openOverview();
    await page.getByRole('link', { name: 'Executions 2 waiting for people' }).waitFor();
    expect(await page.title()).toBe('(2) Overview · Offboard');
  });

  it('draws what started and ended, and leads from each bar to its executions', async () => {
    await openOverview();
    const chart = panel(/^Started and ended/);
    const started = await chart.getByRole('link', { name: /started$/ }).innerText();
    await chart.getByText('As a table').click();
    const counts = await chart.getByRole('row').locator('td:nth-of-type(1)').allInnerTexts();
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number.parseInt(started, 10));
    const first = chart.locator('svg a').first();
    const { length } = await chart.locator('svg a').all();
    expect(length).toBeGreaterThan(2);
    const [bar] = /\d+/.exec((await chart.getByRole('row').nth(-1).locator('td').first().innerText()) ?? '') ?? [];
    await first.click();
    await expect.poll(listed).toBe(`${bar} shown`);
  });

  it('says what the report says, and when cleanups run', async () => {
    await openOverview();
    expect(await panel(/^In time/).innerText()).toMatch(/\d of \d\s+complete within 1 d/);
    expect(
      await panel(/^In time/)
        .getByRole('group', { name: 'command line' })
        .innerText(),
    ).toMatch(/^npx offboard report --since 24h/);
    expect(await panel('Cleanups').getByRole('row').filter({ hasText: 'stuck-packages' }).innerText()).toMatch(
      /in \d+ h/,
    );
    await page.getByRole('button', { name: '7 days' }).click();
    await panel(/^In time, by the evidence of 7 days$/).waitFor();
    await page.goBack();
    await panel(/^In time, by the evidence of 24 hours$/).waitFor();
  });
});

describe('the report', () => {
  it('says of each that ended whether it was in time, and is downloaded as the command prints it', async () => {
    await open('/report?since=24h', 'done in time');
    const line = page.getByRole('row').filter({ hasText: 'movies/F123456789' });
    expect(await line.innerText()).toMatch(/yes\s+1 of 1/);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as CSV' }).click();
    const [head = '', ...rows] = readFileSync(await (await downloading).path(), 'utf8').split('\r\n');
    expect(head).toMatch(/^id,subject,requestedBy,requester,proof,reason,/);
    expect(rows).toContainEqual(expect.stringMatching(/movies\/F123456789.*,true,1,1,/));
    await page.getByRole('combobox', { name: 'In time within' }).selectOption('1h');
    await page.getByText(/^npx offboard report --since 24h --sla 1h --csv --endpoint/).waitFor();
  });
});

describe('executions', () => {
  it('lists requests with their status', async () => {
    await open('/executions', 'movies/F123456789');
    await expect.poll(() => row('movies/F123456789').innerText()).toMatch(/SUCCEEDED[\s\S]*DISASSOCIATED/);
    await expect.poll(() => row('movies/F222222222').innerText()).toMatch(/FAILED[\s\S]*PackageInUseException/);
    expect(browserErrors).toEqual([]);
  });

  it('leads to the reason of a failure in two clicks', async () => {
    await open('/executions', 'movies/F222222222');
    await page.getByRole('button', { name: /Failed/ }).click();
    await page.getByText('movies/F222222222').click();
    await page.locator('.banner').filter({ hasText: 'The package is in use by one or more indexes' }).waitFor();
  });

  it('keeps filters in the address and searches the input', async () => {
    await open('/executions', 'movies/F123456789');
    await page.getByRole('searchbox', { name: 'Search' }).fill('npmjs');
    await expect.poll(() => page.locator('.rows .line').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('npmjs');
    await open(`/executions?${new URL(page.url()).searchParams}`, 'acme/web/public:npmjs');
    expect(await page.locator('.rows .line').count()).toBe(1);
    const counted = () => page.getByRole('button', { name: /All$/ }).innerText();
    await expect.poll(counted).toMatch(/^1\s/);
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('opensearch-packages');
    await page.getByText('Nothing matches.').waitFor();
    await page.goBack();
    await row('acme/web/public:npmjs').waitFor();
  });

  it('is sorted by a column, with Back, and by a range of its own', async () => {
    await open('/executions', 'movies/F123456789');
    const subjects = () => page.locator('.rows .subject').allInnerTexts();
    const newest = await subjects();
    await page.getByRole('button', { name: 'Subject or target' }).click();
    await expect.poll(subjects).toEqual(newest.toSorted());
    await page.getByRole('button', { name: 'Subject or target ▲' }).click();
    await expect.poll(subjects).toEqual(newest.toSorted().toReversed());
    expect(await page.getByRole('columnheader', { name: 'Subject or target' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.goBack();
    await expect.poll(subjects).toEqual(newest);
    await page.getByRole('combobox', { name: 'Started' }).selectOption('custom');
    await page.getByLabel('Started before').fill('2020-01-01T00:00');
    await page.getByText('Nothing matches.').waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('2019-12-31T23:00:00.000Z');
    await page.getByRole('combobox', { name: 'Started' }).selectOption('');
    await expect.poll(subjects).toEqual(newest);
  });

  it('shows times as distances from now, or absolute', async () => {
    await open('/executions', 'movies/F123456789');
    const started = () => row('movies/F123456789').locator('.c-started').innerText();
    await expect.poll(started).toMatch(/ago$/);
    await page.getByRole('button', { name: 'relative', exact: true }).click();
    await expect.poll(started).toMatch(/\d\d:\d\d:\d\d$/);
    await page.getByRole('button', { name: 'absolute', exact: true }).click();
    await expect.poll(started).toMatch(/ago$/);
  });

  it('filters executions that wait for people', async () => {
    await open('/executions?status=waiting', 'team payments');
    await row(
      'Waiting for anyone but arn:aws:iam::111122223333:user/dana, who requested it to approve or deny the removal of 1 association',
    ).waitFor();
    expect(await page.locator('.rows .line').count()).toBe(2);
  });

  it('can be used by keyboard alone', async () => {
    await open('/executions', 'movies/F123456789');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.press('Tab');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.dataset.row')).toBe('1');
    await page.keyboard.press('Enter');
    const tab = page.getByRole('tab', { selected: true });
    await tab.waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    // In the order in which it is read: where one is, what can be done, the graph's states, the details.
    const passed = await tabTo('tab');
    expect(passed.slice(0, 2)).toEqual(['Executions', 'Stop']);
    expect(passed.at(-2)).toMatch(/^Initialize /);
    expect(passed.length).toBeLessThan(15);
    const first = await tab.innerText();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tab.innerText()).not.toBe(first);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Send an event' }).waitFor();
  });

  it('moves the focus to a dialog and back to its opener', async () => {
    await openExecution('movies/F222222222');
    const opener = page.getByRole('button', { name: 'Ask again' });
    await opener.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Ask again');
  });

  it('shows a new request without a reload', async () => {
    await open('/executions', 'movies/F123456789');
    await harness.request('codeartifact-external-connection', {
      domain: 'acme',
      repository: 'api',
      externalConnection: 'public:pypi',
    });
    await page.getByText('acme/api/public:pypi').first().waitFor();
  });
});

describe('an execution', () => {
  it('draws visited states and transitions, and counts loops', async () => {
    await openExecution('movies/F222222222');
    const poll = page.getByRole('button', { name: /^Poll Task · done ×\d+$/ });
    await poll.waitFor();
    expect(await page.getByRole('button', { name: /^WaitForRetry Wait · not reached$/ }).count()).toBe(1);
    expect(await page.locator('.edge.taken text').first().textContent()).toMatch(/^×\d+$/);
    await page.getByRole('button', { name: /^Initialize / }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^ReceiveRequest /);
    await poll.click();
    await page.getByText('DISSOCIATION_FAILED').first().waitFor();
    expect(await page.locator('.diff').innerText()).toContain('progress.serviceStatus');
  });

  it('shows the history as Step Functions returns it', async () => {
    await openExecution('movies/F222222222');
    await page.getByRole('tab', { name: /History/ }).click();
    await page.getByRole('combobox', { name: 'Show' }).selectOption('errors');
    await page.getByRole('button', { name: /ExecutionFailed/ }).click();
    const shown = JSON.parse(await page.getByRole('group', { name: /^Event \d+/ }).innerText());
    expect(shown).toMatchObject({ type: 'ExecutionFailed', executionFailedEventDetails: { error: 'FAILED' } });
    await page.getByRole('combobox', { name: 'Show' }).selectOption('states');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('newest');
    await page.getByRole('combobox', { name: 'Times' }).selectOption('absolute');
    const first = page.locator('.history li').first();
    await expect.poll(() => first.innerText()).toMatch(/FailStateEntered[\s\S]*\d\d:\d\d:\d\d$/);
    await page.getByRole('combobox', { name: 'View' }).selectOption('json');
    const json = () => page.getByRole('group', { name: 'Events as JSON' }).innerText();
    await expect.poll(async () => JSON.parse(await json())[0].type).toBe('FailStateEntered');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download these' }).click();
    expect(readFileSync(await (await downloading).path(), 'utf8')).toBe(await json());
  });

  it('is stepped through event by event, with the graph, variables, input and output of that moment', async () => {
    await openExecution('movies/F222222222');
    await page.getByRole('tab', { name: 'Step through' }).click();
    const said = page.getByRole('tabpanel').getByRole('status');
    await expect.poll(() => said.innerText()).toMatch(/^ExecutionFailed/);
    expect(await page.getByRole('button', { name: 'Next event' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'First event' }).click();
    await expect.poll(() => said.innerText()).toBe('ExecutionStarted');
    expect(await page.locator('.graph .state:not(.idle)').count()).toBe(0);
    await page.getByRole('button', { name: 'Next event' }).focus();
    for (let presses = 0; presses < 2; presses++) await page.keyboard.press('Enter');
    await expect.poll(() => said.innerText()).toMatch(/StateExited · Initialize$/);
    expect(await page.getByRole('button', { name: /^Initialize \w+ · done$/ }).count()).toBe(1);
    expect(await page.getByRole('group', { name: 'Variables' }).innerText()).toMatch(/^\{\s+"/);
    await page.getByRole('group', { name: 'Output of Initialize' }).waitFor();
    await page.getByRole('slider', { name: 'Event' }).press('ArrowRight');
    await expect.poll(() => said.innerText()).toMatch(/StateEntered · ReceiveRequest$/);
    await page.goBack();
    await expectNoViolation('a step', '#tabpanel');
  });

  it('opens no events of the next execution because they were open in the last', async () => {
    await openExecution('movies/F222222222');
    await page.getByRole('tab', { name: /History/ }).click();
    await page.getByRole('button', { name: /ExecutionStarted/ }).click();
    await page.getByRole('group', { name: 'Event 1' }).waitFor();
    await page.getByRole('link', { name: 'Executions', exact: true }).first().click();
    await row('movies/F123456789').getByRole('link').click();
    await page.getByRole('tab', { name: /History/ }).click();
    await page.getByRole('button', { name: /ExecutionStarted/ }).waitFor();
    expect(await page.getByRole('group', { name: /^Event/ }).count()).toBe(0);
  });

  it('shows its definition, its request and its answer', async () => {
    await openExecution('movies/F123456789');
    await page.getByRole('tab', { name: 'Definition' }).click();
    expect(await page.locator('pre').innerText()).toContain('"StartAt"');
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByText('DisassociationCompleted').first().waitFor();
  });

  it('describes its status in a sentence', async () => {
    await openExecution('team payments');
    const sentence = await page.locator('.banner').innerText();
    expect(sentence).toMatch(
      /^Waiting for the approvers of team payments to vote on the removal of the team for IMPORT_\w+ until .+\. Without enough votes the session expires and nothing is removed\. (?:First poll|Poll \d+, next) in .+, service status DELETE_PENDING, usually .+, so far .+, times out at/,
    );
    expect(await page.getByRole('button', { name: /WaitForNextPoll Wait · waiting now/ }).count()).toBe(1);
  });
});

describe('text from events', () => {
  it('is never interpreted as HTML', async () => {
    await openExecution('<img src=x');
    await page.getByRole('tab', { name: 'Input and output' }).click();
    await page.getByText('onerror').first().waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('#app img, #app script').count()).toBe(0);
  });
});

describe('actions', () => {
  it('stop: asks for a typed word, shows and copies the command line', async () => {
    await openExecution('team payments');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const go = dialog.getByRole('button', { name: 'Stop', exact: true });
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Copy' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^npx offboard stop \w+ --endpoint http/);
    await dialog.getByLabel(/^Reason/).fill('asked by mistake');
    await dialog.getByLabel('Type "stop" to confirm').fill('stop');
    await dialog.getByLabel('Type "stop" to confirm').press('Enter');
    await page.locator('.banner').filter({ hasText: 'asked by mistake' }).waitFor();
    expect(await page.locator('.title .badge').innerText()).toBe('ABORTED');
    expect(await page.locator('#way-out').innerText()).toContain('answered when it was stopped');
  });

  it('ask again: starts an execution of the same request as a new one', async () => {
    await openExecution('acme/web/public:npmjs');
    const before = page.url();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask again' }).click();
    await page.waitForURL((url) => url.href !== before);
    await page.locator('.banner').filter({ hasText: 'ALREADY_GONE' }).waitFor();
  });

  it('after a failure says what each way out does, and offers no redrive that would fail at once', async () => {
    await openExecution('movies/F222222222');
    expect(await page.getByRole('button', { name: 'Redrive' }).isDisabled()).toBe(true);
    expect(await page.locator('#way-out').innerText()).toBe(
      'Ask again sends the request under a new id, as of now, once the reason is removed. ' +
        'Redrive would not help: it runs the Fail state "Failed" again, in which the execution ended.',
    );
  });

  it('times are in the reader’s zone or in UTC, with seconds', async () => {
    await openExecution('movies/F222222222');
    const started = () => page.locator('.facts div').filter({ hasText: 'Started' }).locator('dd').innerText();
    const before = await started();
    await page.getByRole('button', { name: 'Europe/Berlin' }).click();
    await page.getByRole('button', { name: 'UTC', exact: true }).waitFor();
    const hours = (text: string) => Number(/(\d\d):\d\d:\d\d$/.exec(text)?.[1]);
    expect((hours(before) - hours(await started()) + 24) % 24).toBe(1);
    await page.getByRole('button', { name: 'UTC', exact: true }).click();
    // The page is drawn again before the next frame.
    await page.getByRole('button', { name: 'Europe/Berlin' }).waitFor();
    expect(await started()).toBe(before);
  });

  it('pause and resume a schedule', async () => {
    await open('/schedules', 'offboard-dev-sweep');
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'offboard-dev-sweep' }) });
    for (const [verb, word] of [
      ['Pause', 'PAUSED'],
      ['Resume', 'ENABLED'],
    ] as const) {
      await card.getByRole('button', { name: verb }).click();
      await page.getByRole('dialog').getByRole('button', { name: verb }).click();
      await card.getByText(word, { exact: true }).waitFor();
    }
  });

  it('what a schedule would match now: planned, and nothing changed', async () => {
    await open('/schedules', 'offboard-dev-sweep');
    const card = page.getByRole('listitem').filter({ hasText: 'public-registries-in-production' });
    await card.getByRole('button', { name: 'What it would match' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('group', { name: 'command line' }).innerText()).toMatch(
      /^npx offboard schedule test public-registries-in-production --endpoint/,
    );
    await dialog.getByRole('button', { name: 'Plan' }).click();
    await card
      .getByRole('status')
      .filter({ hasText: /^(Nothing matches|\d+ associations? would be removed) now\.$/ })
      .waitFor();
    await card.getByRole('link', { name: 'The execution that made this plan' }).click();
    await page.getByRole('heading', { name: 'public-registries-in-production', exact: true }).waitFor();
  });

  it('run a schedule now: shown as the last run of this schedule only', async () => {
    await open('/schedules', 'offboard-dev-sweep');
    const card = page.getByRole('listitem').filter({ hasText: 'stuck-packages' });
    await card.getByRole('button', { name: 'Run now' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('group', { name: 'command line' }).innerText()).toMatch(
      /^npx offboard schedule run stuck-packages --endpoint/,
    );
    await dialog.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { name: 'stuck-packages', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Schedules' }).click();
    await card.getByText('Last run', { exact: true }).waitFor();
    expect(
      await page.getByRole('listitem').filter({ hasText: 'shares-of-departed' }).getByText('Last run').count(),
    ).toBe(0);
  });

  it('dead letters: counted, resent and purged', async () => {
    await harness.deadLetter('RESOURCE_ALREADY_EXISTS');
    await harness.deadLetter('THROTTLING');
    await harness.deadLetter('NO_PERMISSIONS', 'aws.states');
    await open('/dead-letters', '3 messages in');
    await page.getByRole('button', { name: 'Read the messages' }).click();
    const card = page.getByRole('region', { name: /^Message/ }).filter({ hasText: 'NO_PERMISSIONS' });
    await card.getByRole('checkbox').check();
    // What was read is hidden from other readers for a few seconds.
    await harness.runtime.clock.advance(6_000);
    await page.getByRole('button', { name: 'Resend 1 selected …' }).click();
    await page.getByLabel('Type "resend" to confirm').fill('resend');
    await page.getByRole('dialog').getByRole('button', { name: 'Resend' }).click();
    await page.getByRole('dialog').getByText('kept: only AWS can send its own events').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await harness.runtime.clock.advance(31_000);
    await page.getByRole('button', { name: 'Resend all' }).click();
    const dialog = page.getByRole('dialog');
    const line = dialog.getByRole('group', { name: 'command line' });
    expect(await line.innerText()).toMatch(/^npx offboard dead-letters --resend --endpoint/);
    await dialog.getByLabel('Type "resend" to confirm').fill('resend');
    await dialog.getByRole('button', { name: 'Resend' }).click();
    await page.getByText('1 resent, 1 harmless duplicate deleted, 1 kept.').waitFor();
    await page.getByRole('button', { name: 'Purge' }).click();
    expect(await line.innerText()).toMatch(/^aws sqs purge-queue --queue-url http.+-dead-letters --endpoint-url/);
    await dialog.getByLabel('Type "purge" to confirm').fill('purge');
    await dialog.getByRole('button', { name: 'Purge' }).click();
    await page.getByText(/^No dead letters in/).waitFor();
  });

  it('vote: counts in the approval session', async () => {
    await harness.request('payment-cryptography-mpa-team', { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' });
    await open('/simulation?kind=payment-cryptography-mpa-team', 'needed');
    await page
      .getByRole('button', { name: /^Approve as/ })
      .first()
      .click();
    await page.getByLabel('Type "approve" to confirm').fill('approve');
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/1 of \d needed/).waitFor();
  });

  it('simulation: sets and clears a fault, advances the clock', async () => {
    await open('/simulation', 'simulated associations');
    await page.getByText(/^npx offboard sim faults set throttle rate=0\.2 --endpoint/).waitFor();
    await page.getByRole('combobox', { name: 'Service' }).selectOption('opensearch');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText('throttle · opensearch · 20 %').waitFor();
    await page.getByRole('button', { name: /^Clear fault/ }).click();
    await page.getByText('throttle · opensearch · 20 %').waitFor({ state: 'detached' });
    const before = harness.runtime.clock.now();
    await page.getByRole('button', { name: '+ 1 min' }).click();
    await until(() => harness.runtime.clock.now() - before > 59_000, 'the clock has advanced');
  });

  it('acts on several after a preview, with a result of each', async () => {
    await open('/executions', 'movies/F123456789');
    await page.getByRole('checkbox', { name: 'Select movies/F123456789' }).check();
    await page.getByRole('checkbox', { name: /^Select <img src=x/ }).check();
    expect(await page.getByRole('button', { name: 'Stop 0 …' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Approve 0 …' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Ask again 2 …' }).click();
    const dialog = page.getByRole('dialog');
    const lines = () => dialog.getByRole('row').allInnerTexts();
    expect((await lines()).slice(1)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^movies\/F123456789\s+ended DISASSOCIATED, is asked for again$/),
        expect.stringMatching(/^<img src=x.*\s+ended REJECTED, is asked for again$/),
      ]),
    );
    expect(await dialog.getByRole('group', { name: 'command line' }).innerText()).toMatch(
      /^aws stepfunctions start-execution .+ && aws stepfunctions start-execution /,
    );
    await expectNoViolation('a preview', 'dialog');
    await dialog.getByLabel(/^Type/).fill('ask again');
    await dialog.getByRole('button', { name: 'Ask again' }).click();
    await dialog.getByRole('button', { name: 'Close' }).waitFor();
    expect((await lines()).slice(1).filter((line) => /asked again as \S+$/.test(line))).toHaveLength(2);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /^Select all/ }).click();
    await page.getByText(/^\d+ selected$/).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
  });
});

describe('an offboarding', () => {
  it('shows its graph at the current state, or expanded across the page, with letters of 12 px at least', async () => {
    await openWaiting();
    const drawn = page.getByRole('group', { name: 'Graph, scrolls' });
    const hidden = () => drawn.evaluate((place) => place.scrollHeight - place.clientHeight);
    const letters = () =>
      page.evaluate<number>(
        `Math.min(...[...document.querySelectorAll('.graph text')].map((text) =>
          parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))`,
      );
    const edges = () => page.locator('.edge').count();
    expect(await hidden()).toBeGreaterThan(0);
    expect(await letters()).toBeGreaterThanOrEqual(12);
    await page.getByRole('button', { name: 'Whole graph' }).click();
    await expect.poll(hidden).toBe(0);
    expect(page.url()).toContain('graph=expanded');
    expect(await letters()).toBeGreaterThanOrEqual(12);
    const before = await edges();
    await page.getByRole('button', { name: 'After errors' }).click();
    await expect.poll(edges).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Larger' }).click();
    await expect.poll(letters).toBeGreaterThanOrEqual(15);
    await expectNoViolation('a whole graph', '.graph-panel');
  });

  it('shows its plan, waits for approval, and continues once approved', async () => {
    await harness.offboard({
      associations: [
        {
          association: 'codeartifact-external-connection',
          target: { domain: 'acme', repository: 'jobs', externalConnection: 'public:maven-central' },
        },
      ],
      options: { mode: 'apply', approval: 'required' },
    });
    await open('/executions?kind=offboard&status=running', 'acme/jobs/public:maven-central');
    await row('acme/jobs/public:maven-central').getByRole('link').click();
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    // The plan and the banner are read one after the other.
    await page
      .locator('main > .banner')
      .filter({
        hasText:
          /^Waiting for anyone but arn:aws:iam::111122223333:user\/dana, who requested it,? to approve or deny the removal of 1 association until .+ \(in .+\)\. Without an answer it is denied\./,
      })
      .waitFor();
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('group', { name: 'command line' }).innerText()).toMatch(
      /^npx offboard approve \w+ --reason/,
    );
    const typed = /Type "(.+)" to confirm/.exec(await dialog.innerText())?.[1] ?? '';
    await dialog.getByLabel(/^Reason/).fill('the registry is closed');
    await dialog.getByLabel(/^Type/).fill(typed);
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.banner').filter({ hasText: 'COMPLETED' }).waitFor();
    await page.getByRole('tab', { name: 'Related' }).click();
    const item = page.getByRole('row').filter({ hasText: 'codeartifact-external-connection' });
    await item
      .filter({ hasText: 'DISASSOCIATED' })
      .getByRole('link', { name: /^acme\/jobs/ })
      .waitFor();
    await page.getByRole('tabpanel').getByText('OffboardingCompleted').waitFor();
    expect(await page.getByRole('tabpanel').locator('.timeline .bar').count()).toBeGreaterThan(1);
    await page.getByRole('tab', { name: 'Evidence' }).click();
    await page.getByText(/^Verified: \d+ records, hash chain matches the published head\.$/).waitFor();
    expect(await page.getByRole('group', { name: 'command line' }).last().innerText()).toMatch(
      /^npx offboard evidence verify evidence\.json --head [0-9a-f]{64}$/,
    );
  });
});

describe('an offboarding from start to end', () => {
  it('is planned, applied, evidenced and restored by keyboard alone, each step with its command line', async () => {
    await open('/offboard', 'Who or what leaves?');
    const dialog = page.getByRole('dialog');
    const line = dialog.getByRole('group', { name: 'command line' });
    await type(page.getByRole('combobox', { name: 'Subject' }), 'principal');
    await type(page.getByLabel(/^Name/), 'arn:aws:iam::111122223333:role/team/deployer');
    await type(page.getByLabel(/^Reason/), 'the registry is closed');
    await press(page.getByRole('button', { name: 'Plan …' }));
    expect(await line.innerText()).toMatch(
      /^npx offboard plan --principal 'arn:aws:iam::111122223333:role\/team\/deployer' --reason 'the registry is closed' --endpoint/,
    );
    await press(dialog.getByRole('button', { name: 'Plan' }));

    await page
      .getByText(
        /^Scanned \d+ resources? in \d{12}\/us-east-1\. Usually takes .+; \d+ state transitions, less than \$0\.01 at AWS\.$/,
      )
      .waitFor();
    const panel = page.getByRole('tabpanel');
    expect(await panel.innerText()).toMatch(/Impact[\s\S]*#1: [\s\S]*How to restore[\s\S]*all: /);
    await press(page.getByRole('button', { name: 'Apply', exact: true }));
    expect(await line.innerText()).toMatch(/^npx offboard apply [0-9a-f]{12} --endpoint/);
    await type(dialog.getByLabel(/^Type/), 'arn:aws:iam::111122223333:role/team/deployer');
    const before = page.url();
    await press(dialog.getByRole('button', { name: 'Apply' }));
    await page.waitForURL((url) => url.href !== before);
    await page.locator('main > .banner').filter({ hasText: 'COMPLETED' }).waitFor();

    await openTab('Evidence');
    await page.getByText(/^Verified: \d+ records, hash chain matches the published head\.$/).waitFor();
    await press(page.getByRole('link', { name: 'Read, verify and print' }));
    await page.getByText('Verified by this browser').waitFor();
    const record = page.getByRole('region', { name: /AmazonEKSViewPolicy$/ });
    expect(await record.getByRole('group', { name: 'Before' }).innerText()).toContain('AmazonEKSViewPolicy');
    await record.getByText('The service does not list it.').waitFor();
    await record.getByRole('row').filter({ hasText: 'DisassociateAccessPolicy' }).waitFor();
    const downloading = page.waitForEvent('download');
    await press(page.getByRole('button', { name: 'Download the document' }));
    const saved = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
    expect(saved.records.at(-1).content.rollUp.DISASSOCIATED).toBe(2);
    await expectNoViolation('a page of evidence', 'main');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goBack();

    await openTab('Plan');
    await press(page.getByRole('button', { name: 'What can be restored' }));
    await press(page.getByRole('button', { name: 'Restore 2 of 2' }));
    expect(await line.innerText()).toMatch(/^npx offboard restore \w+ --endpoint/);
    await type(dialog.getByLabel(/^Type/), 'restore');
    await press(dialog.getByRole('button', { name: 'Restore' }));
    await page.getByRole('heading', { name: /^prod/ }).waitFor();
    await page.locator('main > .banner.good').waitFor();
    await openTab('Related');
    await page
      .getByRole('link', { name: 'arn:aws:iam::111122223333:role/team/deployer', exact: true })
      .first()
      .waitFor();
  });
});

describe('an offboarding of a subject that does not exist', () => {
  it('is no success, and says so in the list, in the banner and over its plan', async () => {
    await harness.offboard({ subject: { type: 'user', id: 'alcie' }, options: { mode: 'apply' } });
    await open('/executions?kind=offboard&status=failed', 'alcie');
    const cause = 'NOT_FOUND: No user "alcie" exists anywhere that was searched.';
    await expect.poll(() => row('alcie').innerText()).toContain(cause);
    await row('alcie').getByRole('link').click();
    expect(await page.locator('main > .banner.bad').innerText()).toMatch(/^NOT_FOUND after /);
    await page.getByText('The user "alcie" was not found anywhere that was searched.').waitFor();
  });
});

describe('events', () => {
  it('are shown live, with matched rules and deliveries', async () => {
    await open('/events', 'Live ·');
    const first = page.locator('.feed > li').filter({ hasText: 'DisassociationRequested' }).first();
    expect(await first.innerText()).toMatch(/DELIVERED/);
  });

  it('a sample is validated, sent and shown', async () => {
    await open('/events', 'The event is valid.');
    const id = JSON.parse(await page.getByLabel('Event, as JSON').inputValue()).detail.metadata.id as string;
    await page.getByRole('button', { name: 'Send …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText(/^Sent as event/).waitFor();
    await page.locator('.feed > li').filter({ hasText: id }).first().waitFor();
  });

  it('an invalid event is not sent; its problems are shown', async () => {
    await open('/events', 'The event is valid.');
    const field = page.getByLabel('Event, as JSON');
    await field.fill((await field.inputValue()).replace('"movies"', '"Not A Domain"'));
    await page.getByText('detail.data.target.domainName').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  });
});

describe('notices', () => {
  it('show what the approvers of a plan that waits are told, as text', async () => {
    await open('/events', 'Live ·');
    await page.getByRole('link', { name: 'notices' }).click();
    const asked = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Approve or deny by/ }) });
    expect(await asked.first().innerText()).toMatch(/offboard approve \w+ --reason TEXT/);
  });
});

describe('over AWS', () => {
  it('shows the same, says what it has not read, and links to the AWS console', async () => {
    const deployed = await consoleOf(harness.deployed('dana'), { actions: false, assets: harness.assets });
    const server = await startServer({ console: deployed, port: 0, actions: false });
    try {
      await openWaiting();
      expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(false);
      await page.goto(`${server.address}${new URL(page.url()).pathname}`);
      await page.getByText(/You answer as .+:user\/dana\. You requested it, so somebody else must approve/).waitFor();
      expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(true);
      await openExecution('movies/F222222222');
      const { pathname } = new URL(page.url());
      await page.goto(`${server.address}/executions`);
      await page.getByText(/some state machines are not listed yet, still listing/).waitFor();
      await page.goto(`${server.address}${pathname}`);
      await page.locator('.banner').filter({ hasText: 'The package is in use by one or more indexes' }).waitFor();
      expect(await page.getByRole('link', { name: 'In the AWS console' }).getAttribute('href')).toMatch(
        /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/states\/home\?region=us-east-1#\/v2\/executions\/details\/arn%3Aaws%3Astates/,
      );
      await page.getByRole('button', { name: 'Ask again' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('This console is read-only.').waitFor();
      expect(await dialog.getByRole('group', { name: 'command line' }).innerText()).toMatch(/--region us-east-1$/);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Schedules' }).click();
      await page.getByRole('heading', { name: 'offboard-dev-sweep' }).waitFor();
      expect(await page.getByRole('link', { name: 'In the AWS console' }).first().getAttribute('href')).toContain(
        '/events/home?region=us-east-1#/eventbus/default/rules/offboard-',
      );
      await page.getByRole('link', { name: 'Events' }).click();
      await page.getByText('EventBridge has no API that lists the events of a bus.').waitFor();
      expect(await page.getByRole('link', { name: 'Simulation' }).count()).toBe(0);
      await page.getByRole('link', { name: 'Associations' }).click();
      await page.getByRole('combobox', { name: 'Found for' }).waitFor();
      await page.getByText(/^Scanned \d+ resources? in/).waitFor();
      await page.getByRole('link', { name: 'The execution that read them' }).waitFor();
    } finally {
      await page.goto('about:blank');
      await server.close();
    }
  });
});

describe('a server that is away', () => {
  const alerts = () => page.getByRole('alert').allInnerTexts();

  it('is said once, with the time of what is shown, until it answers again', async () => {
    await open('/schedules', 'offboard-dev-sweep');
    await page.route('**/api/**', (route) => route.abort());
    await expect
      .poll(alerts)
      .toEqual([
        expect.stringMatching(
          /^The console’s server does not answer\. Retrying … What is shown is from \d\d:\d\d:\d\d\.$/,
        ),
      ]);
    await page.unrouteAll({ behavior: 'wait' });
    await expect.poll(alerts).toEqual([]);
    browserErrors.length = 0;
  });

  it('and was started anew, is noticed: actions need another token', async () => {
    await open('/executions', 'movies/F222222222');
    await page.route('**/api/executions?*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), epoch: 'another' } });
    });
    await page.getByRole('alert').filter({ hasText: 'The server was started anew' }).waitFor();
    await row('movies/F222222222').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('has no page at another address, and says so on a page', async () => {
    await open('/nowhere', 'There is no such page.');
    await page.getByRole('link', { name: 'The overview' }).click();
    await page.getByText('complete within').waitFor();
    browserErrors.length = 0;
  });
});

describe('every page', () => {
  const pages = [
    ['/', 'complete within'],
    ['/executions', 'movies/F123456789'],
    ['/offboard', 'Who or what leaves?'],
    ['/events', 'The event is valid.'],
    ['/simulation', 'simulated associations'],
    ['/report', 'done in time'],
    ['/schedules', 'offboard-dev-sweep'],
    ['/dead-letters', 'Dead letters'],
    ['/notices', 'Approve or deny'],
  ] as const;

  it('has no accessibility violation that axe finds, in either theme', async () => {
    for (const [address, text] of pages) {
      await open(address, text);
      await page.waitForTimeout(60);
      await expectNoViolation(address);
    }
    await openExecution('movies/F222222222');
    await expectNoViolation('an execution');
    for (const tab of ['Input and output', 'History', 'Events', 'Evidence', 'Definition']) {
      await page.getByRole('tab', { name: tab }).click();
      await expectNoViolation(tab, '#tabpanel');
    }
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expectNoViolation('a dialog', 'dialog');
    await openWaiting();
    await expectNoViolation('a plan that waits', 'main');
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expectNoViolation(`an offboarding: ${await tab.innerText()}`, '#tabpanel');
    }
  });

  it('fits 360 px without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const [address, text] of pages) {
      await open(address, text);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide, address).toBeLessThanOrEqual(360);
    }
    for (const openOne of [() => openExecution('movies/F222222222'), openWaiting]) {
      await openOne();
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        expect(await page.evaluate('document.documentElement.scrollWidth'), await tab.innerText()).toBeLessThanOrEqual(
          360,
        );
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('has a header that is never cut, from 320 px on', async () => {
    await open('/', 'complete within');
    for (const width of [320, 390, 720, 1065, 1066, 1280, 1380, 1381, 1440]) {
      await page.setViewportSize({ width, height: 860 });
      const cut = await page.evaluate(`[...document.querySelectorAll('.top *:not(.skip, .visually-hidden)')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth || element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.textContent)`);
      expect(cut, `${width} px`).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('logs no error in the browser', () => expect(browserErrors).toEqual([]));
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** @param part what is new since the page was looked through. */
async function expectNoViolation(where: string, part = 'html'): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<{ violations: Violation[] }>(
      `axe.run('${part}', { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`,
    );
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 2).map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
  }
}
