import type { ExecutionRow } from '../../contract.ts';

type Item = Pick<ExecutionRow, 'correlationId' | 'status' | 'outcome' | 'pendingApproval'>;

/**
 * @param rows executions of kinds' own state machines.
 * @returns `3 of 9 removed, 1 skipped, 1 failed, 1 waiting for people, 2 running`; undefined where no item has started.
 */
export function describeItems(planned: number, correlationId: string, rows: readonly Item[]): string | undefined {
  const items = rows.filter((row) => row.correlationId === correlationId);
  if (items.length === 0) return undefined;
  const count = (holds: (item: Item) => boolean) => items.filter(holds).length;
  const ended = (outcome?: string) => count((item) => item.status === 'SUCCEEDED' && item.outcome === outcome);
  const counts: [number, string][] = [
    [ended('ALREADY_GONE'), 'already gone'],
    [ended('SKIPPED'), 'skipped'],
    // The list of executions has the status before their outcome is read.
    [ended(), 'ended'],
    [count(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING'), 'failed'],
    [count(({ pendingApproval }) => pendingApproval !== undefined), 'waiting for people'],
    [count(({ status, pendingApproval }) => status === 'RUNNING' && pendingApproval === undefined), 'running'],
  ];
  const others = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return [`${ended('DISASSOCIATED')} of ${planned} removed`, ...others].join(', ');
}
