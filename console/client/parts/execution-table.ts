/** A table of executions of which only the rows on the screen are in the page. */

import { formatDuration } from '../../../client/duration.ts';
import type { ExecutionRow } from '../../contract.ts';
import { h } from '../common/dom.ts';
import type { Sort, SortColumn } from '../common/execution-sort.ts';
import { setVisibleRows } from '../common/executions-refresh.ts';
import { approvalText, formatMoment, statusLabel, statusTone } from '../common/format.ts';
import { executionAddress, setQuery } from '../common/route.ts';
import { now, redraw, roleOf } from '../common/state.ts';
import { badge } from './basics.ts';
import { executionBox } from './selection.ts';

/** Pixels, as in the style sheet. */
const ROW_HEIGHT = { wide: 48, narrow: 92 };
const NARROW_BELOW = 720;
/** Rows drawn beyond the screen on both sides, so that quick scrolling shows no gap. */
const OVERSCAN = 14;
/** The first row changes in steps of this many rows, so that not every pixel of scrolling draws the page. */
const STEP = 8;

const COLUMNS: readonly (readonly [title: string, sort?: SortColumn])[] = [
  ['Status', 'status'],
  ['Subject or target', 'subject'],
  ['Details'],
  ['Polls', 'polls'],
  ['Next poll', 'next'],
  ['Started', 'started'],
  ['Duration', 'duration'],
];

let body: Element | undefined;
let drawnFrom = 0;

addEventListener('scroll', redrawScrolled, { passive: true });

function redrawScrolled(): void {
  if (body?.isConnected && firstDrawn() !== drawnFrom) redraw();
}

function rowHeight(): number {
  return innerWidth < NARROW_BELOW ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide;
}

/** Pixels from the top of the screen to the first row. */
function bodyTop(): number {
  return body ? body.getBoundingClientRect().top : 300;
}

function firstDrawn(): number {
  return Math.max(0, Math.floor((-bodyTop() / rowHeight() - OVERSCAN) / STEP) * STEP);
}

export function executionTable(rows: readonly ExecutionRow[], sort: Sort) {
  const height = rowHeight();
  const fitting = Math.ceil(innerHeight / height) + 1;
  drawnFrom = firstDrawn();
  const first = Math.max(0, Math.min(drawnFrom, rows.length - fitting));
  const drawn = rows.slice(first, first + fitting + 2 * OVERSCAN + STEP);
  const firstVisible = Math.max(first, Math.floor(-bodyTop() / height));
  setVisibleRows(rows.slice(firstVisible, firstVisible + fitting).map(({ id }) => id));
  return h(
    'div',
    { class: 'table', role: 'table', 'aria-label': 'Executions', 'aria-rowcount': rows.length + 1 },
    h(
      'div',
      { role: 'rowgroup' },
      h(
        'div',
        { class: 'line head', role: 'row', 'aria-rowindex': 1 },
        COLUMNS.map(([title, column]) => columnHeader(title, column, sort)),
      ),
    ),
    h(
      'div',
      {
        class: 'rows',
        role: 'rowgroup',
        style: { height: `${rows.length * height}px` },
        onkeydown: (event: Event) => moveFocus(event as KeyboardEvent),
        mounted: (element: Element) => {
          body = element;
          redraw();
        },
      },
      drawn.map((row, index) => tableRow(row, first + index, height)),
    ),
  );
}

/** Its button sorts by the column: from the least value, from the greatest, and newest first again. */
function columnHeader(title: string, column: SortColumn | undefined, sort: Sort) {
  if (column === undefined) return h('span', { role: 'columnheader' }, title);
  const order = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
  const next = { none: column, ascending: `-${column}`, descending: '' }[order];
  const mark = { none: '', ascending: ' ▲', descending: ' ▼' }[order];
  return h(
    'span',
    { role: 'columnheader', 'aria-sort': order },
    h('button', { type: 'button', class: 'link', onclick: () => setQuery({ sort: next }) }, `${title}${mark}`),
  );
}

function tableRow(row: ExecutionRow, index: number, height: number) {
  const time = now();
  const { id, arn, status, detail, kind, polls, nextPollAt, started, ended, reason } = row;
  const took = (ended ? Date.parse(ended) : time) - Date.parse(started);
  const details = detailsOf(row);
  return h(
    'div',
    {
      key: id,
      class: 'line',
      role: 'row',
      'aria-rowindex': index + 2,
      style: { transform: `translateY(${index * height}px)` },
    },
    cell('status', [executionBox(row), badge(statusTone(row), statusLabel(row))]),
    h(
      'span',
      { role: 'cell', class: 'c-what' },
      h('a', { class: 'subject', href: executionAddress(arn), 'data-row': index }, row.label ?? row.name),
      h('small', {}, [roleOf(row), row.region, row.account].filter(Boolean).join(' · ')),
    ),
    cell('details', detail === 'LISTED' && !reason ? h('i', {}, 'not read yet') : details, details),
    cell('polls', detail === 'HISTORY' && kind ? String(polls) : '–'),
    cell('next', status === 'RUNNING' && nextPollAt !== undefined ? formatMoment(nextPollAt, time) : '–'),
    cell('started', formatMoment(started, time), new Date(started).toISOString()),
    cell('took', took >= 0 ? formatDuration(took) : '–'),
  );
}

function cell(name: string, content: Parameters<typeof h>[2], title?: string) {
  return h('span', { role: 'cell', class: `c-${name}`, ...(title === undefined ? {} : { title }) }, content);
}

/** While it runs: the service status and what is waited for. After its end: outcome and reason. */
function detailsOf(row: ExecutionRow): string {
  const { status, outcome, reason, serviceStatus, pendingApproval, state } = row;
  if (status !== 'RUNNING') return [outcome ?? status, reason].filter(Boolean).join(': ');
  const waiting = pendingApproval ? approvalText(pendingApproval) : row.waitingMessage;
  const present = serviceStatus ?? (waiting ? undefined : `in ${state ?? 'its first state'}`);
  return [present, waiting].filter(Boolean).join(': ');
}

/** Arrow keys, j and k move the focus from row to row. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const row = (event.target as HTMLElement).dataset?.row;
  if (step === undefined || row === undefined) return;
  event.preventDefault();
  document.querySelector<HTMLElement>(`[data-row="${Number(row) + step}"]`)?.focus();
}
