/** A plan: what it would end and how that goes, what is held back, and what nobody could see. */

import type { ExecutionRow, Offboarding, PlanItem } from '../../contract.ts';
import { h } from '../dom.ts';
import { statusTone } from '../format.ts';
import { executionAddress } from '../route.ts';
import { known } from '../state.ts';
import { badge } from './basics.ts';

/** @param correlationId of the offboarding that carries it out, where one does. */
export function planTable(plan: NonNullable<Offboarding['plan']>, correlationId?: string) {
  return [
    h('h2', {}, `Plan ${plan.id}: ${plan.items.length} to end`),
    plan.items.length > 0 && items(plan.items, correlationId),
    lines('Held back', plan.excluded),
    lines('Guardrails', plan.guardrails),
    lines('Could not be seen: something may be there', plan.inaccessible),
  ];
}

export function lines(title: string, said: readonly string[]) {
  return (
    said.length > 0 &&
    h(
      'section',
      { key: title, class: 'lines' },
      h('h2', {}, title),
      h(
        'ul',
        {},
        said.map((line) => h('li', { key: line }, line)),
      ),
    )
  );
}

function items(planned: readonly PlanItem[], correlationId: string | undefined) {
  const rows = known.sorted.filter((row) => correlationId !== undefined && row.correlationId === correlationId);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Plan' },
    h(
      'table',
      { class: 'plain' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['#', 'Association', 'Now', 'Because', 'Risk'].map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h(
        'tbody',
        {},
        planned.map((item) => line(item, rows)),
      ),
    ),
  );
}

function line(item: PlanItem, rows: readonly ExecutionRow[]) {
  const { number, kind, label, name, account, region, serviceStatus, reasons, risks } = item;
  const row = rows.find(
    (each) =>
      each.kind === kind &&
      each.label === name &&
      each.account === account &&
      (region === undefined || each.region === region),
  );
  return h(
    'tr',
    { key: number },
    h('td', {}, String(number)),
    h('th', { scope: 'row' }, label, h('small', {}, [kind, region, account].filter(Boolean).join(' · '))),
    h(
      'td',
      {},
      row
        ? h(
            'a',
            { href: executionAddress(row.arn) },
            badge(statusTone(row), row.outcome ?? row.serviceStatus ?? row.status),
          )
        : serviceStatus,
    ),
    h('td', {}, reasons.join(', ')),
    h('td', {}, risks.join(', ') || '–'),
  );
}
