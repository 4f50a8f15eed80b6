/** A definition in the Amazon States Language as a graph of states and transitions. */

export interface Node {
  name: string;
  type: string;
  comment?: string;
  /** The item processor of a Map, the branches of a Parallel. */
  inner: Flow[];
  /** A distributed Map, whose items run as child executions. */
  distributed: boolean;
}

export interface Edge {
  from: string;
  to: string;
  type: 'next' | 'choice' | 'catch';
}

export interface Flow {
  nodes: Node[];
  edges: Edge[];
}

interface State {
  Type: string;
  Comment?: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next?: string }[];
  Catch?: { Next?: string; ErrorEquals?: string[] }[];
  Branches?: Machine[];
  ItemProcessor?: Machine;
  Iterator?: Machine;
}

interface Machine {
  ProcessorConfig?: { Mode?: string };
  States: Record<string, State>;
}

export function readDefinition(text: string): Flow {
  return flowOf(JSON.parse(text) as Machine);
}

/**
 * A flow without the transitions after errors that were not taken: they cross all others. One stays where nothing else
 * leads to a state.
 * @param taken as `From>To`.
 */
export function withoutCatches({ nodes, edges }: Flow, taken: ReadonlySet<string>): Flow {
  const reached = new Set<string>();
  const firstInto = ({ type, to }: Edge) => type === 'catch' && !reached.has(to) && reached.add(to);
  for (const { type, to } of edges) if (type !== 'catch') reached.add(to);
  return {
    nodes: nodes.map((node) => ({ ...node, inner: node.inner.map((flow) => withoutCatches(flow, taken)) })),
    edges: edges.filter((edge) => edge.type !== 'catch' || taken.has(`${edge.from}>${edge.to}`) || firstInto(edge)),
  };
}

function flowOf({ States }: Machine): Flow {
  const nodes = Object.entries(States).map(([name, state]) => ({
    name,
    type: state.Type,
    ...(state.Comment === undefined ? {} : { comment: state.Comment }),
    inner: [
      ...(state.Branches ?? []),
      ...[state.ItemProcessor ?? state.Iterator].filter((machine) => machine !== undefined),
    ].map(flowOf),
    distributed: state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED',
  }));
  return { nodes, edges: Object.entries(States).flatMap(edgesOf) };
}

function edgesOf([name, state]: [string, State]): Edge[] {
  const transitions: [string | undefined, Edge['type']][] = [
    [state.Next, 'next'],
    ...(state.Choices ?? []).map(({ Next }): [string | undefined, Edge['type']] => [Next, 'choice']),
    [state.Default, 'choice'],
    ...(state.Catch ?? []).map(({ Next }): [string | undefined, Edge['type']] => [Next, 'catch']),
  ];
  // Several choices and catches to the same state are drawn as one edge.
  const seen = new Set<string>();
  return transitions.flatMap(([to, type]) => {
    if (to === undefined || seen.has(to)) return [];
    seen.add(to);
    return [{ from: name, to, type }];
  });
}
