/** Ids and times of executions in tables: short and relative where lines are, whole where they are not. */

import { formatAge, formatUntil } from '../../client/duration.ts';
import { shortId } from '../../client/executions/short-id.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import type { Column, Output } from './output.ts';

type Named = Pick<ExecutionView, 'requestId' | 'name'>;

/** @param rows all that the table shows: a short id is of none of the others. */
export function idColumn<Row extends Named>({ width }: Output, rows: readonly Row[]): Column<Row> {
  const ids = rows.map(idOf);
  return { title: 'id', value: (row) => (isWhole(width) ? idOf(row) : shortId(idOf(row), ids)), limit: 26 };
}

function idOf({ requestId, name }: Named): string {
  return requestId ?? name;
}

/** @param iso ISO 8601, past. @param now the stack's time. */
export function ageText({ width }: Output, iso: string, now: Date): string {
  return isWhole(width) ? iso : formatAge(iso, Number(now));
}

/** @param iso ISO 8601, to come; none is `-`. @param now the stack's time. */
export function untilText({ width }: Output, iso: string | undefined, now: Date): string {
  if (iso === undefined) return '-';
  return isWhole(width) ? iso : formatUntil(iso, Number(now));
}

function isWhole(width: number): boolean {
  return width === Number.POSITIVE_INFINITY;
}
