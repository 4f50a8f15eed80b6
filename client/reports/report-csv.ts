/** The report as comma-separated values, for spreadsheets. */

import { csv } from '../csv.ts';
import type { ReportRow } from './report-row.ts';

const FIELDS = [
  'id',
  'subject',
  'requestedBy',
  'requester',
  'proof',
  'reason',
  'approvedBy',
  'requestedAt',
  'endedAt',
  'seconds',
  'rejected',
  'withinSla',
  'planned',
  'removed',
  'alreadyGone',
  'neverSeen',
  'notFound',
  'skipped',
  'failed',
  'inaccessible',
  'remaining',
  'head',
] as const satisfies readonly (keyof ReportRow)[];

export function reportCsv(rows: readonly ReportRow[]): string {
  return csv(rows, FIELDS);
}
