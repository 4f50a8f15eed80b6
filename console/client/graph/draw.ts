/** Draws the graph of a definition with the progress of one execution: each state's condition by colour, icon and text. */

import { h, type VNode } from '../common/dom.ts';
import type { Tone } from '../common/format.ts';
import type { StateTimeline, StateVisit } from '../common/state-timeline.ts';
import { iconPath } from '../parts/basics.ts';
import { readDefinition, withoutCatches } from './definition.ts';
import { type GraphLayout, layoutGraph, type PlacedEdge, type PlacedNode, pathThrough } from './layout.ts';

interface Drawing {
  timeline: StateTimeline;
  running: boolean;
  /** 1: text has 12 px, the smallest that is readable. */
  zoom: number;
  selected: string;
  onSelect(state: string): void;
}

const layouts = new Map<string, GraphLayout>();

/** @param taken the transitions that are laid out in any case; absent: all are. */
export function layoutOf(definition: string, taken?: Iterable<string>): GraphLayout {
  const key = `${taken && [...taken]} ${definition}`;
  const known = layouts.get(key);
  if (known) return known;
  const flow = readDefinition(definition);
  const layout = layoutGraph(taken ? withoutCatches(flow, new Set(taken)) : flow);
  layouts.set(key, layout);
  return layout;
}

interface Stopping extends Drawing {
  /** The one state that Tab reaches: arrow keys lead to the others. */
  tabStop: string | undefined;
}

function tabStopOf(layout: GraphLayout, selected: string): string | undefined {
  return namesIn(layout).includes(selected) ? selected : layout.nodes[0]?.node.name;
}

function namesIn({ nodes }: GraphLayout): string[] {
  return nodes.flatMap(({ node, inner }) => [node.name, ...inner.flatMap((each) => namesIn(each.layout))]);
}

export function graph(layout: GraphLayout, drawing: Drawing) {
  const { width, height } = layout;
  return h(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${width} ${height}`,
      width: Math.round(width * drawing.zoom),
      height: Math.round(height * drawing.zoom),
      role: 'group',
      'aria-label': 'States and transitions',
    },
    h('defs', {}, ['', '-taken'].map(arrowMarker)),
    flow(layout, { ...drawing, tabStop: tabStopOf(layout, drawing.selected) }, 'not reached'),
  );
}

function arrowMarker(suffix: string) {
  return h(
    'marker',
    {
      key: suffix,
      id: `arrow${suffix}`,
      class: `arrow${suffix}`,
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 7,
      markerHeight: 7,
      orient: 'auto-start-reverse',
      markerUnits: 'userSpaceOnUse',
    },
    h('path', { d: 'M0 .5L8 4L0 7.5z' }),
  );
}

/** @param unvisited what is said of states without a visit. */
function flow({ edges, nodes }: GraphLayout, drawing: Stopping, unvisited: string): VNode[] {
  return [...edges.map((edge) => transition(edge, drawing)), ...nodes.map((node) => state(node, drawing, unvisited))];
}

function transition({ edge, points, label }: PlacedEdge, { timeline }: Drawing) {
  const times = timeline.edges.get(`${edge.from}>${edge.to}`) ?? 0;
  const taken = times > 0;
  return h(
    'g',
    { key: `${edge.from}>${edge.to}`, class: `edge ${edge.type}${taken ? ' taken' : ''}` },
    h('path', { d: pathThrough(points), fill: 'none', 'marker-end': `url(#arrow${taken ? '-taken' : ''})` }),
    times > 1 && h('rect', { class: 'times', x: label.x - 14, y: label.y - 8, width: 28, height: 16, rx: 8 }),
    times > 1 && h('text', { x: label.x, y: label.y + 4, 'text-anchor': 'middle' }, `×${times}`),
  );
}

function state({ node, x, y, width, height, inner }: PlacedNode, drawing: Stopping, unvisited: string) {
  const { selected, onSelect } = drawing;
  const visits = drawing.timeline.visits.filter(({ name }) => name === node.name);
  const { tone, text } = conditionOf(visits, drawing.running) ?? { tone: 'idle' as const, text: unvisited };
  const times = visits.length > 1 ? ` ×${visits.length}` : '';
  const select = () => onSelect(node.name);
  return h(
    'g',
    { key: node.name, class: `state ${tone}${selected === node.name ? ' chosen' : ''}` },
    node.comment !== undefined && h('title', {}, node.comment),
    h(
      'g',
      {
        class: 'handle',
        role: 'button',
        tabindex: node.name === drawing.tabStop ? 0 : -1,
        'aria-pressed': String(selected === node.name),
        onclick: select,
        onkeydown: (event: Event) => {
          moveFocus(event as KeyboardEvent);
          if (!['Enter', ' '].includes((event as KeyboardEvent).key)) return;
          event.preventDefault();
          select();
        },
      },
      h('rect', {
        class: 'box',
        ...{ x, y, width, height },
        rx: CORNER_RADII[node.type] ?? DEFAULT_RADIUS,
        ...(tone === 'idle' ? { 'stroke-dasharray': '4 3' } : {}),
      }),
      h('g', { class: 'sign', transform: `translate(${x + 11} ${y + 16})` }, iconPath(tone)),
      // The space separates the two texts for screen readers.
      h('text', { class: 'name', x: x + 34, y: y + 21 }, `${node.name} `),
      h('text', { class: 'what', x: x + 34, y: y + 37 }, `${node.type} · ${text}${times}`),
    ),
    inner.map((each, index) =>
      h(
        'g',
        { key: index, transform: `translate(${each.x} ${each.y})` },
        // The history of a distributed Map does not contain its child executions.
        flow(each.layout, drawing, node.distributed ? 'in children' : unvisited),
      ),
    ),
  );
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const current = event.currentTarget as SVGElement;
  if (step === undefined) return;
  event.preventDefault();
  const states = [...(current.ownerSVGElement?.querySelectorAll<SVGElement>('.handle') ?? [])];
  states[states.indexOf(current) + step]?.focus();
}

/** The shape tells the state's type: waits and ends are round, choices angular. */
const CORNER_RADII: Readonly<Record<string, number>> = { Wait: 24, Succeed: 24, Fail: 24, Choice: 4 };
const DEFAULT_RADIUS = 10;

/** @returns undefined for a state without visits. */
function conditionOf(visits: readonly StateVisit[], running: boolean): { tone: Tone; text: string } | undefined {
  const last = visits.at(-1);
  if (!last) return undefined;
  if (last.exited === undefined) {
    if (running) return { tone: 'live', text: last.type === 'Wait' ? 'waiting now' : 'running now' };
    return last.type === 'Succeed' ? { tone: 'good', text: 'ended' } : { tone: 'bad', text: 'ended here' };
  }
  if (last.failures.length > 0 && last.failures.length >= last.attempts) return { tone: 'warn', text: 'error caught' };
  return { tone: 'good', text: 'done' };
}
