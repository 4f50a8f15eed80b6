/** The actions on the selected executions: a preview of each first, then a result of each. */

import type { ExecutionRow } from '../../../contract.ts';
import { errorText } from '../../common/api.ts';
import { h } from '../../common/dom.ts';
import { button, table } from '../basics.ts';
import { confirmAction } from '../dialog.ts';
import { MAX_SELECTED, select, selectedRows } from '../selection.ts';
import { type BatchAction, batchActions } from './actions.ts';

/** @param shown what matches the filters. */
export function batchBar(shown: readonly ExecutionRow[]) {
  const rows = selectedRows();
  const most = Math.min(shown.length, MAX_SELECTED);
  return h(
    'div',
    { class: 'row batch', role: 'group', 'aria-label': 'Selected executions' },
    button(`Select ${most === shown.length ? 'all' : `the first ${most}`}`, () => select(shown), {
      class: 'button small',
      disabled: most === 0,
    }),
    rows.length > 0 && [
      h('span', { role: 'status' }, `${rows.length} selected`),
      batchActions.map((action) => actionButton(action, rows)),
      button('Clear', () => select([]), { class: 'button small' }),
    ],
  );
}

function actionButton(action: BatchAction, rows: readonly ExecutionRow[]) {
  const possible = rows.filter((row) => action.obstacle(row) === undefined);
  return button(`${action.label} ${possible.length} …`, () => void preview(action, rows, possible), {
    key: action.label,
    class: 'button small',
    disabled: possible.length === 0,
  });
}

async function preview(action: BatchAction, rows: readonly ExecutionRow[], possible: readonly ExecutionRow[]) {
  const { label, text, confirmText, inputLabel, obstacle, effect, run } = action;
  const results = new Map<string, string>();
  const left = new Map(rows.map((row) => [row.arn, obstacle(row)]));
  const line = (row: ExecutionRow) => {
    const reason = left.get(row.arn);
    return results.get(row.arn) ?? (reason === undefined ? effect(row) : `left out: ${reason}`);
  };
  confirmAction({
    title: `${label} ${possible.length} of ${rows.length} selected executions?`,
    ...{ text, confirmText, confirmLabel: label },
    ...(inputLabel !== undefined && { inputLabel }),
    commandLine: await action.commandLine(possible),
    details: () =>
      table(
        'Each execution',
        ['Execution', 'What happens'],
        rows.map((row) => batchRow(row, line(row))),
      ),
    async run(reason, redraw) {
      for (const row of possible) {
        results.set(row.arn, await run(row, reason).catch(errorText));
        redraw();
      }
    },
    onDone: () => select([]),
    stays: true,
  });
}

function batchRow({ arn, label, name }: ExecutionRow, text: string) {
  return h('tr', { key: arn }, h('th', { scope: 'row' }, label ?? name), h('td', {}, text));
}
