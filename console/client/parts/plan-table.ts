/** A plan: its items and their progress, what is excluded, inherited and inaccessible. */

import type { ExecutionRow, Offboarding, PlanItem } from '../../contract.ts';
import { h } from '../common/dom.ts';
import { statusTone } from '../common/format.ts';
import { executionAddress } from '../common/route.ts';
import { appState } from '../common/state.ts';
import { badge, table } from './basics.ts';

const COLUMNS = ['#', 'Association', 'Status', 'Reasons', 'Risk'];

/** @param correlationId of the offboarding that carries the plan out; absent where none does. */
export function planTable(plan: NonNullable<Offboarding['plan']>, correlationId?: string) {
  const { id, items, summary, excluded, inherited, guardrails, inaccessible, unknownSubject } = plan;
  const rows = correlationId === undefined ? [] : appState.sorted.filter((row) => row.correlationId === correlationId);
  return [
    h('h2', {}, `Plan ${id}: ${items.length} ${items.length === 1 ? 'association' : 'associations'} to remove`),
    h('p', { class: 'note' }, summary),
    unknownSubject && h('p', { class: 'note' }, `The ${unknownSubject} was not found anywhere that was searched.`),
    items.length > 0 &&
      table(
        'Plan',
        COLUMNS,
        items.map((item) => itemRow(item, rows)),
      ),
    lines(
      'Impact',
      grouped(items, ({ impact }) => impact),
    ),
    lines(
      'How to restore',
      grouped(items, ({ restoreMethod }) => [restoreMethod]),
    ),
    lines('Excluded', excluded),
    lines("Inherited: stays, since it is not the subject's alone", inherited),
    lines('Guardrails', guardrails),
    lines('Inaccessible: associations may exist there', inaccessible),
  ];
}

/** The same sentence once, with the numbers of the items it is about: `#1, #3: ...` */
function grouped(items: readonly PlanItem[], textsOf: (item: PlanItem) => readonly string[]): string[] {
  const said = items.flatMap((item) => textsOf(item).map((text) => ({ text, number: item.number })));
  return [...Map.groupBy(said, ({ text }) => text)].map(([text, those]) =>
    those.length === items.length && items.length > 1
      ? `all: ${text}`
      : `${those.map(({ number }) => `#${number}`).join(', ')}: ${text}`,
  );
}

export function lines(title: string, texts: readonly string[]) {
  return (
    texts.length > 0 &&
    h(
      'section',
      { key: title, class: 'lines' },
      h('h2', {}, title),
      h(
        'ul',
        {},
        texts.map((text) => h('li', { key: text }, text)),
      ),
    )
  );
}

function itemRow(item: PlanItem, rows: readonly ExecutionRow[]) {
  const { number, kind, label, account, region, serviceStatus, reasons, risks } = item;
  const execution = rows.find((row) => isExecutionOf(item, row));
  return h(
    'tr',
    { key: number },
    h('td', {}, String(number)),
    h('th', { scope: 'row' }, label, h('small', {}, [kind, region, account].filter(Boolean).join(' · '))),
    h('td', {}, execution ? executionLink(execution) : serviceStatus),
    h('td', {}, reasons.join(', ')),
    h('td', {}, risks.join(', ') || '–'),
  );
}

function isExecutionOf({ kind, name, account, region }: PlanItem, row: ExecutionRow): boolean {
  return (
    row.kind === kind &&
    row.label === name &&
    row.account === account &&
    (region === undefined || row.region === region)
  );
}

function executionLink(execution: ExecutionRow) {
  const { arn, outcome, serviceStatus, status } = execution;
  return h('a', { href: executionAddress(arn) }, badge(statusTone(execution), outcome ?? serviceStatus ?? status));
}
