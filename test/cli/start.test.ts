/** The leaver of `npm start`: the story that it tells is what the stack does. */

import { stripVTControlCharacters } from 'node:util';
import { expect, it, vi } from 'vitest';
import { contextOn } from '../../cli/commands/dev.ts';
import { createOutput } from '../../cli/common/output.ts';
import { SampleTable } from '../../cli/start/sample-table.ts';
import { tellStory } from '../../cli/start/story.ts';
import { findEvidence } from '../../client/evidence/find.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import type { Sample } from '../../simulators/common/simulator.ts';
import { err, out, runtime } from './harness.ts';

it('a leaver, from the signal over the approval of somebody else to the verified evidence, on one screen', async () => {
  vi.stubEnv('COLUMNS', '80');
  const output = createOutput();
  const context = contextOn(runtime, {
    output,
    client: () => expect.fail(),
    line: String,
    signal: new AbortController().signal,
  });
  const result = await tellStory(context, runtime);
  expect(result).toMatchObject({ status: 'SUCCEEDED', planned: result.removed, problems: [] });
  const effects = runtime.cloud.effects.list();
  expect(new Set(effects.map(({ kind, key, account }) => `${kind} ${key} ${account}`)).size).toBe(result.removed);
  expect(new Set(effects.map(({ kind }) => kind)).size).toBeGreaterThan(1);
  const { document } = await findEvidence(context.client(), result.offboarding);
  const approvals = document.records.filter(({ type }) => type === 'approval');
  expect(JSON.stringify(approvals)).toMatch(/:user\/erin"/);

  const lines = stripVTControlCharacters(err).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(
    lines.map((line) => line.slice(0, 9).trim()).filter((actor) => /^[a-z]+$/.test(actor) && actor !== 'dana'),
  ).toEqual([
    'hr',
    'notice',
    'olivia',
    'olivia',
    'notice',
    'erin',
    ...Array.from({ length: result.removed }, () => 'stack'),
    'notice',
    'stack',
    'auditor',
  ]);
  const notices = lines.filter((line) => line.startsWith('notice')).map((line) => line.slice(9));
  expect(notices.map((notice) => notice.split(' ')[0])).toEqual(['Leaving:', 'Approve', 'Completed:']);
  expect(lines.at(-2)).toMatch(/^ +Verified: \d+ records/);
});

it('a sample that fails as it is meant to does not look like a failure, and one that does not is marked', () => {
  const run = (expected: Sample['expected'], outcome: string) => ({
    sample: { title: `${expected} and ${outcome}`, data: {}, expected },
    requestId: 'r',
    names: ['e'],
    views: [{ arn: '', name: 'e', machine: '', status: 'FAILED' as const, started: '', polls: 1, outcome }],
  });
  const table = new SampleTable(createOutput());
  const runs = [run('FAILED', 'FAILED'), run('DISASSOCIATED', 'FAILED')];
  for (const _ of [1, 2]) table.show(runs);
  expect(`${out}${err}`).toBe('✓ FAILED and FAILED: FAILED (as expected)\n✗ DISASSOCIATED and FAILED: FAILED\n');
});

/** What a terminal shows of it: what is drawn over is gone. */
function screenOf(text: string): string[] {
  const lines = [''];
  let row = 0;
  for (const [part, up] of text.matchAll(/\p{Cc}\[(\d+)A|\p{Cc}\[J|\n|\P{Cc}+/gu)) {
    if (up !== undefined) row -= Number(up);
    else if (part === '\u001b[J') lines.splice(row, lines.length, '');
    else if (part === '\n') lines[++row] ??= '';
    else lines[row] += part;
  }
  return lines.slice(0, -1);
}

it('on a terminal the samples are one table that is drawn over itself', () => {
  vi.stubEnv('NO_COLOR', '1');
  vi.stubEnv('COLUMNS', '80');
  const before = process.stdout.isTTY;
  process.stdout.isTTY = true;
  try {
    const table = new SampleTable(createOutput());
    const run = (title: string) => ({
      sample: { title, data: {}, expected: 'DISASSOCIATED' as const },
      requestId: 'r',
      names: ['e'],
      views: [] as ExecutionView[],
    });
    const runs = [run('a dictionary'), run('a connection')];
    table.show(runs);
    const view = { arn: '', name: 'e', machine: '', status: 'SUCCEEDED' as const, started: '', polls: 3 };
    for (const each of runs) {
      each.views = [{ ...view, outcome: 'DISASSOCIATED' }];
      table.show(runs);
    }
  } finally {
    process.stdout.isTTY = before;
  }
  const shown = screenOf(out);
  expect(shown).toHaveLength(3);
  expect(shown[0]).toMatch(/sample +outcome/);
  expect(shown.slice(1).map((line) => line.trim().split(/ {2,}/).slice(0, 3))).toEqual([
    ['✓', 'a dictionary', 'DISASSOCIATED'],
    ['✓', 'a connection', 'DISASSOCIATED'],
  ]);
  expect(out.split('a dictionary')).toHaveLength(4);
});
