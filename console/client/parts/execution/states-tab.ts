/** Input and output of each visit, and what changed between them. */

import { h } from '../../dom.ts';
import { formatDuration, formatTime } from '../../format.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { query, setQuery } from '../../route.ts';
import { now } from '../../state.ts';
import type { StateVisit } from '../../state-timeline.ts';
import { choice, jsonBlock } from '../basics.ts';
import { diff } from '../diff.ts';

export function statesTab({ timeline, input, output, error, cause }: ExecutionDetail) {
  const chosen = query('state');
  const names = [...new Set(timeline.visits.map(({ name }) => name))];
  const visits = timeline.visits.filter(({ name }) => name === chosen);
  const at = Math.min(visits.length, Number(query('visit')) || visits.length);
  const visit = visits[at - 1];
  return [
    h(
      'div',
      { class: 'filters' },
      choice('State', chosen, [['', 'The whole execution'], ...names.map((name) => [name, name] as const)], (state) =>
        setQuery({ state, visit: '' }),
      ),
      visits.length > 1 &&
        choice(
          'StateVisit',
          String(at),
          visits.map(
            (each, index) =>
              [
                String(index + 1),
                `${index + 1} of ${visits.length}, ${formatTime(new Date(each.entered).toISOString(), now())}`,
              ] as const,
          ),
          (number) => setQuery({ visit: number }),
        ),
    ),
    chosen === ''
      ? h(
          'div',
          { key: 'whole' },
          error !== undefined && h('p', { class: 'trouble' }, `${error}: ${cause ?? ''}`),
          jsonBlock('Input', input),
          output !== undefined && jsonBlock('Output', output),
        )
      : visit
        ? detail(visit)
        : h('p', { class: 'note' }, `${chosen} was not reached.`),
  ];
}

function detail(visit: StateVisit) {
  const { entered, left, failures, input, output, assigned, type } = visit;
  return h(
    'div',
    { key: visit.id },
    h(
      'p',
      { class: 'note' },
      `${type}, entered ${formatTime(new Date(entered).toISOString(), now())}, ${left === undefined ? 'still in it' : `left after ${formatDuration(left - entered)}`}`,
    ),
    failures.map(({ error, cause, at }) => h('p', { key: at, class: 'trouble' }, `${error}: ${cause}`)),
    output !== undefined && diff(input, output),
    jsonBlock('Input', input),
    output !== undefined && jsonBlock('Output', output),
    assigned &&
      jsonBlock(
        'Assigned variables',
        JSON.stringify(Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, parsed(value)]))),
      ),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
