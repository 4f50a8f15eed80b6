/** The samples as they go: one table drawn over itself on a terminal, else a line for each that ends. */

import { statusLine } from '../common/follow.ts';
import { type Column, type Output, table } from '../common/output.ts';
import { firstView, hasEnded, isExpected, isMeantToFail, joinedIn, outcomeOf, type SampleRun } from './sample-run.ts';

const COLUMNS: readonly Column<SampleRun>[] = [
  {
    title: '',
    value: (run) => (hasEnded(run) ? (isExpected(run) ? '✓' : '✗') : '·'),
    style: (run) => (hasEnded(run) ? (isExpected(run) ? 'good' : 'bad') : 'dim'),
  },
  { title: 'sample', value: ({ sample }) => sample.title, limit: 46 },
  { title: 'outcome', value: statusText, limit: 32 },
  { title: 'answer', value: (run) => firstView(run)?.answer?.detailType ?? '-' },
  { title: 'polls', value: ({ views }) => views.map(({ polls }) => polls).join(' ') },
];

function statusText(run: SampleRun): string {
  if (hasEnded(run)) return endText(run);
  const view = firstView(run);
  return view === undefined ? 'not started' : statusLine(view);
}

function endText(run: SampleRun): string {
  const joined = joinedIn(run);
  const copies = joined > 0 ? `, ${joined} joined` : '';
  return `${outcomeOf(run)}${copies}${isExpected(run) && isMeantToFail(run) ? ' (as expected)' : ''}`;
}

export class SampleTable {
  readonly #output: Output;
  #drawn = 0;
  readonly #printed = new Set<SampleRun>();

  constructor(output: Output) {
    this.#output = output;
  }

  show(runs: readonly SampleRun[]): void {
    if (this.#output.live) this.#redraw(runs);
    else this.#printEnded(runs);
  }

  #redraw(runs: readonly SampleRun[]): void {
    // Up to the first line of the table, and clear from there.
    if (this.#drawn > 0) process.stdout.write(`\u001b[${this.#drawn}A\u001b[J`);
    const lines = table(this.#output, runs, COLUMNS);
    for (const line of lines) this.#output.text(line);
    this.#drawn = lines.length;
  }

  #printEnded(runs: readonly SampleRun[]): void {
    for (const run of runs) {
      if (!hasEnded(run) || this.#printed.has(run)) continue;
      this.#printed.add(run);
      this.#output.note(`${isExpected(run) ? '✓' : '✗'} ${run.sample.title}: ${statusText(run)}`);
    }
  }
}
