/** Where every state and every way stands on the page, laid out by dagre. */

import { Graph, layout } from '@dagrejs/dagre';
import type { Edge, Flow, Node } from './definition.ts';

export interface Point {
  x: number;
  y: number;
}

export interface PlacedNode extends Point {
  node: Node;
  width: number;
  height: number;
  inner: { x: number; y: number; placed: Placed }[];
}

export interface PlacedEdge {
  edge: Edge;
  points: Point[];
  label: Point;
}

export interface Placed {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

const NODE = { width: 176, height: 48 };
/** Around what runs inside a state, and for the state's own name above it. */
const INSIDE = { margin: 12, title: 46, gap: 14 };
const SPACE = { nodesep: 22, ranksep: 36, edgesep: 10, marginx: 10, marginy: 10 };
/** For the count of a loop; the ways after errors, of which there are many, are in none. */
const COUNT = { width: 24, height: 16 };

export function place(flow: Flow): Placed {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ...SPACE });
  graph.setDefaultEdgeLabel(() => ({}));
  const inside = new Map(flow.nodes.map((node) => [node.name, node.inner.map(place)]));
  for (const { name } of flow.nodes) graph.setNode(name, sizeOf(inside.get(name) ?? []));
  for (const { from, to, how } of flow.edges)
    graph.setEdge(from, to, { labelpos: 'c', ...(how === 'catch' ? {} : COUNT) }, `${from}>${to}`);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: flow.nodes.map((node) => placedNode(node, graph.node(node.name) as Box, inside.get(node.name) ?? [])),
    edges: flow.edges.map((edge) => {
      const laid = graph.edge(edge.from, edge.to, `${edge.from}>${edge.to}`) as {
        points: Point[];
        x: number;
        y: number;
      };
      return { edge, points: laid.points, label: { x: laid.x, y: laid.y } };
    }),
  };
}

type Box = Point & { width: number; height: number };

function sizeOf(inner: readonly Placed[]): { width: number; height: number } {
  if (inner.length === 0) return { ...NODE };
  const across = inner.reduce((sum, { width }) => sum + width, 0) + INSIDE.gap * (inner.length - 1);
  return {
    width: Math.max(NODE.width, across + 2 * INSIDE.margin),
    height: INSIDE.title + Math.max(...inner.map(({ height }) => height)) + INSIDE.margin,
  };
}

function placedNode(node: Node, { x, y, width, height }: Box, inner: readonly Placed[]): PlacedNode {
  const [left, top] = [x - width / 2, y - height / 2];
  let across = INSIDE.margin;
  return {
    node,
    x: left,
    y: top,
    width,
    height,
    inner: inner.map((placed) => {
      const at = { x: left + across, y: top + INSIDE.title, placed };
      across += placed.width + INSIDE.gap;
      return at;
    }),
  };
}

/** A path through the points with round corners. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const last = rest.at(-1) ?? first;
  let path = `M${first.x} ${first.y}`;
  for (let index = 0; index < rest.length - 1; index++) {
    const [corner, next] = [rest[index] as Point, rest[index + 1] as Point];
    path += `Q${corner.x} ${corner.y} ${(corner.x + next.x) / 2} ${(corner.y + next.y) / 2}`;
  }
  return `${path}L${last.x} ${last.y}`;
}
