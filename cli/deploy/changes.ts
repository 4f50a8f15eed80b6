import type { ResourceChange } from '../../client/deployment/change-set.ts';
import type { Output } from '../common/output.ts';

export function printChanges(output: Output, changes: readonly ResourceChange[]): void {
  for (const [type, added] of groupedByType(changes.filter(({ action }) => action === 'Add'))) {
    output.text(output.paint('good', `+ ${String(added.length).padStart(3)} ${type}`));
  }
  for (const { logicalId, type, replacement } of changes.filter(({ action }) => action === 'Modify')) {
    const anew = { True: ' (replaced)', Conditional: ' (perhaps replaced)' }[replacement ?? ''] ?? '';
    output.text(output.paint('warn', `~ ${logicalId} ${type}${anew}`));
  }
  for (const { logicalId, type } of changes.filter(({ action }) => action === 'Remove')) {
    output.text(output.paint('bad', `- ${logicalId} ${type}`));
  }
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  output.text(`${count('Add')} to add, ${count('Modify')} to change, ${count('Remove')} to remove.`);
}

function groupedByType(changes: readonly ResourceChange[]): [string, ResourceChange[]][] {
  return [...Map.groupBy(changes, ({ type }) => type)].sort(([a], [b]) => (a < b ? -1 : 1));
}
