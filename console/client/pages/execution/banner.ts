/** Where an execution stands, in a sentence. */

import { h } from '../../dom.ts';
import { shape } from '../../parts/basics.ts';
import { now } from '../../state.ts';
import { duration, moment, serviceOf, toneOf } from '../../words.ts';
import type { Opened } from '../execution.ts';

export function banner(execution: Opened) {
  const { view } = execution;
  return h(
    'div',
    { class: `banner ${toneOf(view)}`, role: 'status' },
    shape(toneOf(view)),
    h('p', {}, view.status === 'RUNNING' ? goingOn(execution) : over(execution)),
  );
}

function goingOn({ view, usual }: Opened): string {
  const time = now();
  const next = view.nextLookAt && Date.parse(view.nextLookAt) - time;
  const look =
    next === undefined || next === ''
      ? view.state
        ? `In ${view.state}`
        : 'Starting'
      : `${view.looks === 0 ? 'First look' : `Look ${view.looks}, next`} ${next > 0 ? `in ${duration(next)}` : 'now'}`;
  const says = view.providerStatus && `${serviceOf(view.kind)} says ${view.providerStatus}`;
  const waits = view.waitingFor && `waiting for ${view.waitingFor}`;
  const usually =
    usual !== undefined && `usually ${duration(usual)}, so far ${duration(time - Date.parse(view.started))}`;
  const until = view.deadline && `gives up at ${moment(view.deadline, time)}`;
  return `${[look, says, waits, usually, until].filter(Boolean).join(', ')}.`;
}

function over({ view }: Opened): string {
  const took = view.ended && ` after ${duration(Date.parse(view.ended) - Date.parse(view.started))}`;
  const looks = view.looks > 0 ? ` and ${view.looks} ${view.looks === 1 ? 'look' : 'looks'}` : '';
  return `${view.outcome ?? view.status}${took ?? ''}${looks}${view.reason ? `. ${view.reason}` : ''}`;
}
