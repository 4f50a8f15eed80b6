/** The graph of the state machine: scrolled to the current state, or expanded across the page. */

import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { query, setQuery } from '../../common/route.ts';
import { graph, isWide } from '../../graph/draw.ts';
import { button } from '../basics.ts';

export function isGraphExpanded({ definition }: ExecutionDetail): boolean {
  return query('graph') === 'expanded' && isWide(definition);
}

export function graphPanel(detail: ExecutionDetail) {
  const { view, timeline, definition } = detail;
  const selected = query('state');
  const expanded = isGraphExpanded(detail);
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
        mounted: scrollToCurrent,
      },
      graph(definition, {
        timeline,
        expanded,
        running: view.status === 'RUNNING',
        selected,
        onSelect: (state) => setQuery({ state: state === selected ? '' : state, tab: 'states' }),
      }),
    ),
  );
}

/** Centres the state that runs or failed, or else the last one that was reached. */
function scrollToCurrent(panel: Element): void {
  const current = panel.querySelector('.state.live > .handle, .state.bad > .handle') ?? lastReached(panel);
  const state = current?.getBoundingClientRect();
  if (!state) return;
  const { left, top, width, height } = panel.getBoundingClientRect();
  panel.scrollTo(state.left - left - (width - state.width) / 2, state.top - top - (height - state.height) / 2);
}

function lastReached(panel: Element): Element | undefined {
  return [...panel.querySelectorAll('.state:not(.idle) > .handle')].at(-1);
}
