/** The position of every state and transition, computed by dagre. */

import { Graph, layout as runDagre } from '@dagrejs/dagre';
import type { Edge, Flow, Node } from './definition.ts';

interface Point {
  x: number;
  y: number;
}

export interface PlacedNode extends Point {
  node: Node;
  width: number;
  height: number;
  inner: { x: number; y: number; layout: GraphLayout }[];
}

export interface PlacedEdge {
  edge: Edge;
  points: Point[];
  label: Point;
}

export interface GraphLayout {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

/** Width and height of a state; the width grows with its name. */
const NODE = { width: 176, height: 48 };
/** Pixels of a name's letter on average, and of the icon and space beside the name. */
const NAME = { letter: 8.6, beside: 44 };
/** Space around the inner graph of a state, and for the state's name above it. */
const INNER = { margin: 12, title: 46, gap: 14 };
const SPACE = { nodesep: 14, ranksep: 36, edgesep: 8, marginx: 10, marginy: 10 };
/** Space for the count of a loop; the many edges after errors have none. */
const COUNT = { width: 24, height: 16 };

export function layoutGraph(flow: Flow): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ...SPACE });
  graph.setDefaultEdgeLabel(() => ({}));
  const inside = new Map(flow.nodes.map((node) => [node.name, node.inner.map(layoutGraph)]));
  for (const { name } of flow.nodes) graph.setNode(name, sizeOf(name, inside.get(name) ?? []));
  for (const { from, to, type } of flow.edges)
    graph.setEdge(from, to, { labelpos: 'c', ...(type === 'catch' ? {} : COUNT) }, `${from}>${to}`);
  runDagre(graph);
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

function sizeOf(name: string, inner: readonly GraphLayout[]): { width: number; height: number } {
  const named = Math.max(NODE.width, NAME.beside + NAME.letter * name.length);
  if (inner.length === 0) return { width: named, height: NODE.height };
  const across = inner.reduce((sum, { width }) => sum + width, 0) + INNER.gap * (inner.length - 1);
  return {
    width: Math.max(named, across + 2 * INNER.margin),
    height: INNER.title + Math.max(...inner.map(({ height }) => height)) + INNER.margin,
  };
}

function placedNode(node: Node, { x, y, width, height }: Box, inner: readonly GraphLayout[]): PlacedNode {
  const [left, top] = [x - width / 2, y - height / 2];
  let across = INNER.margin;
  return {
    node,
    x: left,
    y: top,
    width,
    height,
    inner: inner.map((layout) => {
      const at = { x: left + across, y: top + INNER.title, layout };
      across += layout.width + INNER.gap;
      return at;
    }),
  };
}

/** An SVG path through the points, with round corners. */
export function pathThrough(points: readonly Point[]): string {
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
