/** Where an execution stands, in a sentence. */

import type { Awaiting } from '../../../../client/approvals/awaiting.ts';
import type { Row } from '../../../contract.ts';
import { h } from '../../dom.ts';
import { roleOf } from '../../execution-filter.ts';
import { duration, moment, serviceOf, toneOf } from '../../format.ts';
import { itemsLine } from '../../item-progress.ts';
import type { Opened } from '../../pages/execution.ts';
import { known, now } from '../../state.ts';
import { shape } from '../basics.ts';

export function banner(execution: Opened) {
  const { view } = execution;
  return [
    h(
      'div',
      { class: `banner ${toneOf(view)}` },
      shape(toneOf(view)),
      h('p', {}, view.status === 'RUNNING' ? goingOn(execution) : over(execution)),
    ),
    // Read out when it changes; the banner itself counts every second.
    h('p', { class: 'spoken', role: 'status' }, spoken(view)),
  ];
}

function spoken({ status, state, providerStatus, waitingFor, outcome }: Opened['view']): string {
  return status === 'RUNNING'
    ? [providerStatus ?? state ?? 'Starting', waitingFor && `waiting for ${waitingFor}`].filter(Boolean).join(', ')
    : `Ended: ${outcome ?? status}`;
}

function goingOn({ view }: Opened): string {
  const time = now();
  const { awaiting, state, kind, started, usualSeconds } = view;
  const says = view.providerStatus && `${serviceOf(kind)} says ${view.providerStatus}`;
  const waits = !awaiting && view.waitingFor && `waiting for ${view.waitingFor}`;
  const usually =
    usualSeconds !== undefined &&
    `usually ${duration(usualSeconds * 1000)}, so far ${duration(time - Date.parse(started))}`;
  const until = view.deadline && `gives up at ${moment(view.deadline, time)}`;
  const look = nextLook(view, time) ?? items(view) ?? (awaiting ? undefined : state ? `In ${state}` : 'Starting');
  const going = [look, says, waits, usually, until].filter(Boolean).join(', ');
  return [awaiting && asks(awaiting, time), going && `${going}.`].filter(Boolean).join(' ');
}

function items({ planned, correlationId }: Opened['view']): string | undefined {
  return planned === undefined || correlationId === undefined
    ? undefined
    : itemsLine(planned, correlationId, known.sorted.filter(isEnding));
}

/** Executions of a kind's own machine. */
function isEnding(row: Row): boolean {
  return roleOf(row) === row.kind;
}

function nextLook({ nextPollAt, polls }: Opened['view'], time: number): string | undefined {
  if (nextPollAt === undefined) return undefined;
  const left = Date.parse(nextPollAt) - time;
  return `${polls === 0 ? 'First look' : `Look ${polls}, next`} ${left > 0 ? `in ${duration(left)}` : 'now'}`;
}

/** Who must answer what, until when, and what comes of silence. */
function asks({ who, what, until, silence, risks = [] }: Awaiting, time: number): string {
  const limit = until && ` until ${moment(until, time)}, ${duration(Date.parse(until) - time)} from now`;
  const because = risks.length > 0 ? ` A person is asked because of: ${risks.join(', ')}.` : '';
  return `Waits for ${who} to ${what}${limit ?? ''}; ${silence}.${because}`;
}

function over({ view }: Opened): string {
  const took = view.ended && ` after ${duration(Date.parse(view.ended) - Date.parse(view.started))}`;
  const polls = view.polls > 0 ? ` and ${view.polls} ${view.polls === 1 ? 'poll' : 'polls'}` : '';
  return `${view.outcome ?? view.status}${took ?? ''}${polls}${view.reason ? `. ${view.reason}` : ''}`;
}
