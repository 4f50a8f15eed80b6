/** Where an execution stands, in a sentence. */

import type { Awaiting } from '../../../../client/approvals/awaiting.ts';
import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../dom.ts';
import { roleOf } from '../../execution-filter.ts';
import { formatDuration, formatTime, serviceOf, statusTone } from '../../format.ts';
import { describeItems } from '../../item-progress.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { known, now } from '../../state.ts';
import { shape } from '../basics.ts';

export function banner(execution: ExecutionDetail) {
  const { view } = execution;
  return [
    h(
      'div',
      { class: `banner ${statusTone(view)}` },
      shape(statusTone(view)),
      h('p', {}, view.status === 'RUNNING' ? goingOn(execution) : over(execution)),
    ),
    // Read out when it changes; the banner itself counts every second.
    h('p', { class: 'spoken', role: 'status' }, spoken(view)),
  ];
}

function spoken({ status, state, serviceStatus, waitingMessage, outcome }: ExecutionDetail['view']): string {
  return status === 'RUNNING'
    ? [serviceStatus ?? state ?? 'Starting', waitingMessage].filter(Boolean).join('. ')
    : `Ended: ${outcome ?? status}`;
}

function goingOn({ view }: ExecutionDetail): string {
  const time = now();
  const { awaiting, state, kind, started, usualSeconds } = view;
  const says = view.serviceStatus && `${serviceOf(kind)} says ${view.serviceStatus}`;
  const waits = !awaiting && view.waitingMessage;
  const usually =
    usualSeconds !== undefined &&
    `usually ${formatDuration(usualSeconds * 1000)}, so far ${formatDuration(time - Date.parse(started))}`;
  const until = view.deadline && `gives up at ${formatTime(view.deadline, time)}`;
  const poll = nextLook(view, time) ?? items(view) ?? (awaiting ? undefined : state ? `In ${state}` : 'Starting');
  const going = [poll, says, usually, until].filter(Boolean).join(', ');
  return [awaiting && asks(awaiting, time), waits, going && `${going}.`].filter(Boolean).join(' ');
}

function items({ planned, correlationId }: ExecutionDetail['view']): string | undefined {
  return planned === undefined || correlationId === undefined
    ? undefined
    : describeItems(planned, correlationId, known.sorted.filter(isEnding));
}

/** Executions of a kind's own machine. */
function isEnding(row: ExecutionRow): boolean {
  return roleOf(row) === row.kind;
}

function nextLook({ nextPollAt, polls }: ExecutionDetail['view'], time: number): string | undefined {
  if (nextPollAt === undefined) return undefined;
  const left = Date.parse(nextPollAt) - time;
  return `${polls === 0 ? 'First poll' : `Poll ${polls}, next`} ${left > 0 ? `in ${formatDuration(left)}` : 'now'}`;
}

/** Who must answer what, until when, and what comes of silence. */
function asks({ who, what, until, silence, risks = [] }: Awaiting, time: number): string {
  const limit = until && ` until ${formatTime(until, time)}, ${formatDuration(Date.parse(until) - time)} from now`;
  const because = risks.length > 0 ? ` A person is asked because of: ${risks.join(', ')}.` : '';
  return `Waits for ${who} to ${what}${limit ?? ''}; ${silence}.${because}`;
}

function over({ view }: ExecutionDetail): string {
  const took = view.ended && ` after ${formatDuration(Date.parse(view.ended) - Date.parse(view.started))}`;
  const polls = view.polls > 0 ? ` and ${view.polls} ${view.polls === 1 ? 'poll' : 'polls'}` : '';
  return `${view.outcome ?? view.status}${took ?? ''}${polls}${view.reason ? `. ${view.reason}` : ''}`;
}
