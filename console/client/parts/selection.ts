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

export function executionBox({ arn, label, name }: ExecutionRow) {
  return selectBox(selected, arn, {
    disabled: !selected.has(arn) && selected.size >= MAX_SELECTED,
    'aria-label': `Select ${label ?? name}`,
  });
}

/** Puts a key into the selection, and takes it out again. */
export function selectBox(selection: Set<string>, key: string, props: object = {}) {
  const onchange = () => {
    if (!selection.delete(key)) selection.add(key);
    redraw();
  };
  return h('input', { type: 'checkbox', class: 'select-box', checked: selection.has(key), onchange, ...props });
}
