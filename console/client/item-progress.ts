/** How the items of an offboarding's plan go, by the executions that end them. */

import type { ExecutionRow } from '../contract.ts';

type Item = Pick<ExecutionRow, 'correlationId' | 'status' | 'awaiting'>;

/**
 * @param rows executions that end associations.
 * @returns `3 of 9 gone, 1 not, 1 waiting for people, 2 going on`; undefined where no item has begun.
 */
export function describeItems(planned: number, correlationId: string, rows: readonly Item[]): string | undefined {
  const items = rows.filter((row) => row.correlationId === correlationId);
  if (items.length === 0) return undefined;
  const count = (holds: (item: Item) => boolean) => items.filter(holds).length;
  const counts: [number, string][] = [
    [count(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING'), 'not'],
    [count(({ awaiting }) => awaiting !== undefined), 'waiting for people'],
    [count(({ status, awaiting }) => status === 'RUNNING' && awaiting === undefined), 'going on'],
  ];
  const others = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return [`${count(({ status }) => status === 'SUCCEEDED')} of ${planned} gone`, ...others].join(', ');
}
