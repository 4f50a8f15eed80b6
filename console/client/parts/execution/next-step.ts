/** What follows in an offboarding: a plan can be applied, and what was removed can be restored. */

import type { Offboarding, RestorableItem } from '../../../contract.ts';
import { get, post } from '../../common/api.ts';
import { offboardCommand } from '../../common/command-line.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { type Polled, polled } from '../../common/polling.ts';
import { executionAddress, go, query, setQuery } from '../../common/route.ts';
import { button, errorMessage, table } from '../basics.ts';
import { confirmAction } from '../dialog.ts';

type View = ExecutionDetail['view'];

export function nextStep(offboarding: Offboarding, view: View) {
  const { mode, plan, removed = 0 } = offboarding;
  if (view.status === 'RUNNING') return null;
  if (mode === 'plan')
    return view.status === 'SUCCEEDED' && plan && plan.items.length > 0 ? applyStep(plan, view) : null;
  return removed > 0 ? restoreStep(offboarding, view) : null;
}

function applyStep(plan: NonNullable<Offboarding['plan']>, { arn }: View) {
  return h(
    'div',
    { class: 'answer' },
    h('p', { class: 'note' }, 'Nothing has been changed. This plan can be applied as it is, and no other.'),
    h(
      'div',
      { class: 'row' },
      button('Apply with an approval', () => apply(plan, arn, true), { class: 'button' }),
      button('Apply', () => apply(plan, arn, false), { class: 'button primary' }),
    ),
  );
}

function apply({ id, items, confirmText }: NonNullable<Offboarding['plan']>, arn: string, approval: boolean): void {
  const count = `${items.length} ${items.length === 1 ? 'association' : 'associations'}`;
  const approving = approval
    ? 'waits until somebody else has approved it'
    : 'waits for an approval only where its risks need one';
  confirmAction({
    title: `Apply the plan ${id}?`,
    text: `A new execution ${approving}, discovers once more, and removes ${count}. Where the plan is out of date by then, nothing is removed.`,
    commandLine: offboardCommand(`apply ${id}${approval ? ' --approval required' : ''}`),
    confirmLabel: 'Apply',
    confirmText,
    inputLabel: 'Reason (kept in the evidence)',
    run: (reason) => post<{ arn: string }>('apply', { arn, approval, reason }),
    onDone: (execution) => go(executionAddress(execution.arn)),
  });
}

let restorable: { arn: string; items: Polled<RestorableItem[]> } | undefined;

function restoreStep({ id, removed = 0 }: Offboarding, { arn }: View) {
  const open = query('restore') !== '';
  const count = `${removed} ${removed === 1 ? 'association was' : 'associations were'} removed.`;
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'answer' },
      h('p', { class: 'note' }, `${count} What was recorded before can be associated again.`),
      button('What can be restored', () => setQuery({ restore: open ? '' : 'open' }), {
        'aria-expanded': String(open),
      }),
    ),
    open && restorableItems(id, arn),
  );
}

/** Evidence never changes, so it is read once. */
function restorableItems(id: string, arn: string) {
  if (restorable?.arn !== arn)
    restorable = { arn, items: polled(() => get<RestorableItem[]>('restorable', { arn }), 2_000) };
  const { items } = restorable;
  if (!items.value) items.keepPolling();
  if (!items.value) return items.error === '' ? h('p', {}, 'Loading …') : errorMessage(items.error);
  const possible = items.value.filter(({ obstacle }) => obstacle === undefined);
  return h(
    'section',
    { class: 'restorable', 'aria-label': 'Restore' },
    table('What can be restored', ['#', 'Association', 'How to restore', 'Side effects'], items.value.map(itemRow)),
    h(
      'div',
      { class: 'row end' },
      button(`Restore ${possible.length} of ${items.value.length}`, () => restore(id, arn, possible), {
        class: 'button danger',
        disabled: possible.length === 0,
      }),
    ),
  );
}

function itemRow({ number, kind, label, method, sideEffects, obstacle }: RestorableItem) {
  return h(
    'tr',
    { key: number },
    h('td', {}, String(number)),
    h('th', { scope: 'row' }, label, h('small', {}, kind)),
    h('td', {}, obstacle === undefined ? method : `not possible: ${obstacle}`),
    h('td', {}, sideEffects),
  );
}

function restore(id: string, arn: string, possible: readonly RestorableItem[]): void {
  const count = `${possible.length} ${possible.length === 1 ? 'association' : 'associations'}`;
  confirmAction({
    title: `Restore ${count}?`,
    text: 'Each is associated again as the service returned it before. Costs and mails are in the table of side effects.',
    commandLine: offboardCommand(`restore ${id}`),
    confirmLabel: 'Restore',
    confirmText: 'restore',
    inputLabel: 'Reason (kept with the execution)',
    run: (reason) => post<{ arns: string[] }>('restore', { arn, reason }),
    onDone: ({ arns }) => go(executionAddress(arns[0] ?? arn)),
  });
}
