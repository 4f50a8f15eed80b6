/** The graph panel: scrolled to the current state, or expanded across the page. */

import { h } from '../../dom.ts';
import { graph, isWide } from '../../graph/draw.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { query, setQuery } from '../../route.ts';
import { button } from '../basics.ts';

export function isGraphExpanded({ definition }: ExecutionDetail): boolean {
  return query('graph') === 'expanded' && isWide(definition);
}

export function graphPanel(opened: ExecutionDetail) {
  const { view, timeline, definition } = opened;
  const chosen = query('state');
  const expanded = isGraphExpanded(opened);
  return h(
    'section',
    { class: 'panel graph-panel', 'aria-label': 'Graph' },
    isWide(definition) &&
      button('Whole graph', () => setQuery({ graph: expanded ? '' : 'expanded' }), {
        class: 'button small',
        'aria-pressed': String(expanded),
      }),
    h(
      'div',
      {
        key: String(expanded),
        class: 'graph-scroll',
        tabindex: '0',
        role: 'group',
        'aria-label': 'Graph, scrolls',
        mounted: showCurrent,
      },
      graph(definition, {
        timeline,
        expanded,
        running: view.status === 'RUNNING',
        chosen,
        choose: (state) => setQuery({ state: state === chosen ? '' : state, tab: 'states' }),
      }),
    ),
  );
}

/** A graph that is larger than its place begins where the execution is, or where it ended. */
function showCurrent(place: Element): void {
  const at = place.querySelector('.state.live > .handle, .state.bad > .handle') ?? lastReached(place);
  const state = at?.getBoundingClientRect();
  if (!state) return;
  const { left, top, width, height } = place.getBoundingClientRect();
  place.scrollTo(state.left - left - (width - state.width) / 2, state.top - top - (height - state.height) / 2);
}

function lastReached(place: Element): Element | undefined {
  return [...place.querySelectorAll('.state:not(.idle) > .handle')].at(-1);
}
