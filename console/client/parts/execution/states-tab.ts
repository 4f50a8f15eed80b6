/** Input and output of each state visit, and the changes between them. */

import { formatDuration } from '../../../../client/duration.ts';
import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { folded } from '../../common/folded.ts';
import { formatTime } from '../../common/format.ts';
import { query, setQuery } from '../../common/route.ts';
import { now } from '../../common/state.ts';
import { jsonOfVariables, type StateVisit } from '../../common/state-timeline.ts';
import { choice, jsonBlock } from '../basics.ts';
import { diff } from '../diff.ts';

export function statesTab(detail: ExecutionDetail) {
  const { timeline } = detail;
  const selected = query('state');
  const names = [...new Set(timeline.visits.map(({ name }) => name))];
  const visits = timeline.visits.filter(({ name }) => name === selected);
  const number = Math.min(visits.length, Number(query('visit')) || visits.length);
  return [
    h(
      'div',
      { class: 'filters' },
      choice('State', selected, [['', 'The whole execution'], ...names.map((name) => [name, name] as const)], (state) =>
        setQuery({ state, visit: '' }),
      ),
      visits.length > 1 && choice('Visit', String(number), visits.map(visitOption), (visit) => setQuery({ visit })),
    ),
    selected === '' ? executionData(detail) : visitData(visits[number - 1], selected),
  ];
}

function visitOption({ entered }: StateVisit, index: number, { length }: readonly StateVisit[]) {
  return [String(index + 1), `${index + 1} of ${length}, ${timeOf(entered)}`] as const;
}

function executionData({ input, output, error, cause }: ExecutionDetail) {
  return h(
    'div',
    { key: 'execution' },
    error !== undefined && h('p', { class: 'error' }, `${error}: ${cause ?? ''}`),
    jsonBlock('Input', input),
    output !== undefined && jsonBlock('Output', output),
  );
}

function visitData(visit: StateVisit | undefined, state: string) {
  if (!visit) return h('p', { class: 'note' }, `${state} was not reached.`);
  const { entered, exited, failures, input, output, assigned, type } = visit;
  const took = exited === undefined ? 'not exited' : `exited after ${formatDuration(exited - entered)}`;
  return h(
    'div',
    { key: visit.id },
    h('p', { class: 'note' }, `${type}, entered ${timeOf(entered)}, ${took}`),
    folded(failures, ({ error, cause }) => `${error}: ${cause}`).map(({ text, times, last }) =>
      h('p', { key: last.at, class: 'error' }, text, times > 1 && ` ×${times}`),
    ),
    output !== undefined && diff(input, output),
    jsonBlock('Input', input),
    output !== undefined && jsonBlock('Output', output),
    assigned && jsonBlock('Assigned variables', jsonOfVariables(assigned)),
  );
}

function timeOf(milliseconds: number): string {
  return formatTime(new Date(milliseconds).toISOString(), now());
}
