/** Draws the graph of a definition with the progress of one execution: each state's condition by colour, shape and text. */

import { type Described, h } from '../dom.ts';
import { ICON_PATHS, type Tone } from '../format.ts';
import type { StateTimeline, StateVisit } from '../state-timeline.ts';
import { readDefinition } from './definition.ts';
import { type Placed, type PlacedEdge, type PlacedNode, pathOf, place } from './layout.ts';

interface Drawing {
  /** What is drawn runs in child executions, of which this history tells nothing. */
  elsewhere?: boolean;
  timeline: StateTimeline;
  running: boolean;
  /** As large as there is room for, not as large as its words can be read. */
  expanded?: boolean;
  chosen: string;
  choose(state: string): void;
}

/** Smaller than this its words cannot be read. */
const READABLE = 0.7;
/** Pixels that a graph has beside the details of its execution, on most screens. */
const BESIDE = 640;

const laidOut = new Map<string, Placed>();

function placedOf(definition: string): Placed {
  const known = laidOut.get(definition);
  if (known) return known;
  const placed = place(readDefinition(definition));
  laidOut.set(definition, placed);
  return placed;
}

/** Whether it has to scroll beside the details, so that its words can be read. */
export function isWide(definition: string): boolean {
  return placedOf(definition).width * READABLE > BESIDE;
}

export function graph(definition: string, drawing: Drawing) {
  const placed = placedOf(definition);
  const { width, height } = placed;
  return h(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      ...(drawing.expanded === true ? {} : { style: { 'min-width': `${Math.round(width * READABLE)}px` } }),
      role: 'group',
      'aria-label': 'States and the ways between them',
    },
    h(
      'defs',
      {},
      ['', '-taken'].map((kind) =>
        h(
          'marker',
          {
            key: kind,
            id: `arrow${kind}`,
            class: `arrow${kind}`,
            viewBox: '0 0 8 8',
            refX: 7,
            refY: 4,
            markerWidth: 7,
            markerHeight: 7,
            orient: 'auto-start-reverse',
            markerUnits: 'userSpaceOnUse',
          },
          h('path', { d: 'M0 .5L8 4L0 7.5z' }),
        ),
      ),
    ),
    flow(placed, drawing),
  );
}

function flow(placed: Placed, drawing: Drawing): Described[] {
  return [...placed.edges.map((edge) => way(edge, drawing)), ...placed.nodes.map((node) => state(node, drawing))];
}

function way({ edge, points, label }: PlacedEdge, { timeline }: Drawing) {
  const times = timeline.edges.get(`${edge.from}>${edge.to}`) ?? 0;
  const kind = times > 0 ? '-taken' : '';
  return h(
    'g',
    { key: `${edge.from}>${edge.to}`, class: `way ${edge.how}${times > 0 ? ' taken' : ''}` },
    h('path', { d: pathOf(points), fill: 'none', 'marker-end': `url(#arrow${kind})` }),
    times > 1 && h('rect', { class: 'times', x: label.x - 14, y: label.y - 8, width: 28, height: 16, rx: 8 }),
    times > 1 && h('text', { x: label.x, y: label.y + 4, 'text-anchor': 'middle' }, `×${times}`),
  );
}

function state({ node, x, y, width, height, inner }: PlacedNode, drawing: Drawing) {
  const visits = drawing.timeline.visits.filter(({ name }) => name === node.name);
  const { tone, word } = conditionOf(visits, drawing);
  const often = visits.length > 1 ? ` ×${visits.length}` : '';
  const choose = () => drawing.choose(node.name);
  const line = `${node.type} · ${word}${often}`;
  return h(
    'g',
    { key: node.name, class: `state ${tone}${drawing.chosen === node.name ? ' chosen' : ''}` },
    node.comment !== undefined && h('title', {}, node.comment),
    h(
      'g',
      {
        class: 'handle',
        role: 'button',
        tabindex: 0,
        'aria-pressed': String(drawing.chosen === node.name),
        onclick: choose,
        onkeydown: (event: Event) => {
          if (!['Enter', ' '].includes((event as KeyboardEvent).key)) return;
          event.preventDefault();
          choose();
        },
      },
      h('rect', {
        class: 'box',
        x,
        y,
        width,
        height,
        rx: corner(node.type),
        ...(tone === 'idle' ? { 'stroke-dasharray': '4 3' } : {}),
      }),
      h(
        'g',
        { class: 'sign', transform: `translate(${x + 11} ${y + 16})` },
        h('path', {
          d: ICON_PATHS[tone],
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': 2,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        }),
      ),
      // The space parts the two texts where they are read out as one.
      h('text', { class: 'name', x: x + 34, y: y + 21 }, `${node.name} `),
      h('text', { class: 'what', x: x + 34, y: y + 37 }, line),
    ),
    inner.map((each, index) =>
      h(
        'g',
        { key: index, transform: `translate(${each.x} ${each.y})` },
        flow(each.placed, { ...drawing, elsewhere: node.distributed }),
      ),
    ),
  );
}

/** Waits and ends are round, choices nearly so: the form says what a state is. */
function corner(type: string): number {
  return { Wait: 24, Succeed: 24, Fail: 24, Choice: 4 }[type] ?? 10;
}

function conditionOf(visits: readonly StateVisit[], { running, elsewhere }: Drawing): { tone: Tone; word: string } {
  const last = visits.at(-1);
  if (!last) return { tone: 'idle', word: elsewhere ? 'in children' : 'not reached' };
  if (last.left === undefined) {
    if (running) return { tone: 'live', word: last.type === 'Wait' ? 'waiting now' : 'running now' };
    return last.type === 'Succeed' ? { tone: 'good', word: 'ended' } : { tone: 'bad', word: 'ended here' };
  }
  if (last.failures.length > 0 && last.failures.length >= last.attempts) return { tone: 'warn', word: 'error caught' };
  return { tone: 'good', word: 'done' };
}
