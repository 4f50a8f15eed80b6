import { formatAge, formatUntil } from '../../../client/duration.ts';
import type { PendingApproval } from '../../../client/executions/pending-approval.ts';
import type { ExecutionRow } from '../../contract.ts';
import { finalStatusOf } from './final-status.ts';
import { timesAreAbsolute, timeZone } from './time-zone.ts';

/** `14:10:05` today, `Nov 20, 14:10:05` otherwise; in the zone that is chosen. */
export function formatTime(iso: string | undefined, now: number): string {
  if (iso === undefined) return '';
  const { time, day, date } = formatsOf(timeZone());
  const at = new Date(iso);
  return (date.format(at) === date.format(now) ? time : day).format(at);
}

/** `2 h ago`, `in 5 min`; or as `formatTime` writes it, where times are absolute. */
export function formatMoment(iso: string, now: number): string {
  if (timesAreAbsolute()) return formatTime(iso, now);
  return Date.parse(iso) > now ? formatUntil(iso, now) : formatAge(iso, now);
}

/** Every ISO time of a text as `formatTime` writes it. */
export function formatTimesIn(text: string, now: number): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => formatTime(iso, now));
}

interface Formats {
  time: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  date: Intl.DateTimeFormat;
}

/** By zone: making one takes longer than using it a thousand times. */
const formats = new Map<string, Formats>();

function formatsOf(zone: string): Formats {
  const known = formats.get(zone);
  if (known) return known;
  const time = { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const made = {
    time: new Intl.DateTimeFormat(undefined, time),
    day: new Intl.DateTimeFormat(undefined, { ...time, month: 'short', day: 'numeric' }),
    date: new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: 'short' }),
  };
  formats.set(zone, made);
  return made;
}

/** `2026-11-24 09:48:00 UTC` */
export function formatUtc(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The part of an ARN after the last colon or slash. */
export function arnName(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}

/** `Waiting for the approvers of team payments to vote on the removal of the team` */
export function approvalText({ approvers, action }: PendingApproval): string {
  return `Waiting for ${approvers} to ${action}`;
}

/** Each tone has an icon besides its colour. */
export type Tone = 'good' | 'bad' | 'live' | 'warn' | 'idle';

export const ICON_PATHS: Readonly<Record<Tone, string>> = {
  good: 'M3.5 8.5l3 3 6-7',
  bad: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  live: 'M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8',
  warn: 'M8 3l5.5 10h-11zM8 7v2.5M8 11.2v.3',
  idle: 'M4 8h8',
};

/** The badge's text: WAITING where a running execution waits for people, REJECTED where it was not to change anything. */
export function statusLabel(row: Pick<ExecutionRow, 'status' | 'outcome' | 'pendingApproval'>): string {
  if (row.pendingApproval) return 'WAITING';
  return finalStatusOf(row) === 'rejected' ? 'REJECTED' : row.status;
}

export function statusTone({
  status,
  outcome,
  neverSeen,
  pendingApproval,
}: Pick<ExecutionRow, 'status'> & Partial<Pick<ExecutionRow, 'outcome' | 'neverSeen' | 'pendingApproval'>>): Tone {
  if (pendingApproval) return 'warn';
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return 'live';
    case 'SUCCEEDED':
      if (outcome === 'JOINED') return 'idle';
      return outcome === 'SKIPPED' || neverSeen ? 'warn' : 'good';
    case 'ABORTED':
      return 'idle';
    default:
      return outcome === 'TIMED_OUT' || status === 'TIMED_OUT' ? 'warn' : 'bad';
  }
}
