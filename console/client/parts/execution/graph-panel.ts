/** The graph of the state machine: scrolled to the current state, or expanded across the page; larger, never smaller. */

import { type Child, h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import type { Tone } from '../../common/format.ts';
import { query, setQuery } from '../../common/route.ts';
import type { StateTimeline } from '../../common/state-timeline.ts';
import { graph, layoutOf } from '../../graph/draw.ts';
import { button, icon } from '../basics.ts';

/** Pixels that the graph has beside the details, on most screens. */
const PANEL_WIDTH = 640;

const ZOOMS = ['', '1.25', '1.5', '2'];

export function isGraphExpanded({ definition }: ExecutionDetail): boolean {
  return query('graph') === 'expanded' && isWide(definition);
}

function isWide(definition: string): boolean {
  return layoutOf(definition, []).width > PANEL_WIDTH;
}

/** @param at the execution at another moment than now. */
export function graphPanel(detail: ExecutionDetail, at?: { timeline: StateTimeline; running: boolean }) {
  const { view, timeline, definition } = detail;
  const selected = at?.timeline.current?.name ?? query('state');
  const expanded = isGraphExpanded(detail);
  const everyCatch = query('catches') === 'all';
  return h(
    'section',
    { class: 'panel graph-panel', 'aria-label': 'Graph' },
    tools(isWide(definition), expanded, everyCatch),
    h(
      'div',
      {
        key: `${expanded} ${at?.timeline.current?.id}`,
        class: 'graph-scroll',
        tabindex: '0',
        role: 'group',
        'aria-label': 'Graph, scrolls',
        mounted: (panel: Element) => scrollToCurrent(panel, at !== undefined),
      },
      graph(layoutOf(definition, everyCatch ? undefined : timeline.edges.keys()), {
        timeline: at?.timeline ?? timeline,
        running: at?.running ?? view.status === 'RUNNING',
        zoom: Number(query('zoom')) || 1,
        selected,
        onSelect: (state) => setQuery({ state: state === selected ? '' : state, tab: 'states' }),
      }),
    ),
    legend(),
  );
}

function tools(wide: boolean, expanded: boolean, everyCatch: boolean) {
  const zoom = ZOOMS.indexOf(query('zoom'));
  const zoomButton = (text: string, label: string, to: string | undefined) =>
    button(text, () => setQuery({ zoom: to ?? '' }), {
      class: 'button small',
      'aria-label': label,
      disabled: to === undefined,
    });
  return h(
    'div',
    { class: 'row graph-tools' },
    toggle('After errors', everyCatch, { catches: everyCatch ? '' : 'all' }),
    zoomButton('−', 'Smaller', ZOOMS[zoom - 1]),
    zoomButton('+', 'Larger', ZOOMS[Math.max(0, zoom) + 1]),
    wide && toggle('Whole graph', expanded, { graph: expanded ? '' : 'expanded' }),
  );
}

function toggle(text: string, pressed: boolean, changes: Record<string, string>) {
  return button(text, () => setQuery(changes), { class: 'button small', 'aria-pressed': String(pressed) });
}

const LEGEND: readonly (readonly [Tone, string])[] = [
  ['good', 'done'],
  ['live', 'running now'],
  ['warn', 'error caught'],
  ['bad', 'ended here'],
  ['idle', 'not reached'],
];

function legend(): Child {
  return h(
    'ul',
    { class: 'graph-legend', 'aria-label': 'Legend' },
    LEGEND.map(([tone, text]) => h('li', { key: tone }, icon(tone), text)),
    h('li', {}, '×2: how often'),
    h('li', {}, 'dashed: after an error'),
  );
}

/** Centres the state that runs or failed, or else the last one that was reached. */
function scrollToCurrent(panel: Element, stepping: boolean): void {
  const current = panel.querySelector(
    stepping ? '.state.chosen > .handle' : '.state.live > .handle, .state.bad > .handle',
  );
  const state = (current ?? lastReached(panel))?.getBoundingClientRect();
  if (!state) return;
  const { left, top, width, height } = panel.getBoundingClientRect();
  panel.scrollTo(state.left - left - (width - state.width) / 2, state.top - top - (height - state.height) / 2);
}

function lastReached(panel: Element): Element | undefined {
  return [...panel.querySelectorAll('.state:not(.idle) > .handle')].at(-1);
}
