/** The executions that are selected in the list. */

import type { ExecutionRow } from '../../contract.ts';
import { h } from '../common/dom.ts';
import { appState, redraw } from '../common/state.ts';

/** Each of them is answered for by one person. */
export const MAX_SELECTED = 100;

/** ARNs: ids are those of one server. */
const selected = new Set<string>();

export function selectedRows(): ExecutionRow[] {
  return selected.size === 0 ? [] : appState.sorted.filter(({ arn }) => selected.has(arn));
}

export function select(rows: readonly ExecutionRow[]): void {
  selected.clear();
  for (const { arn } of rows.slice(0, MAX_SELECTED)) selected.add(arn);
  redraw();
}

export function selectBox({ arn, label, name }: ExecutionRow) {
  const checked = selected.has(arn);
  return h('input', {
    type: 'checkbox',
    class: 'select-box',
    checked,
    disabled: !checked && selected.size >= MAX_SELECTED,
    'aria-label': `Select ${label ?? name}`,
    onchange: () => {
      if (!selected.delete(arn)) selected.add(arn);
      redraw();
    },
  });
}
