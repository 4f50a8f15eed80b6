/** A definition in the Amazon States Language as states and the ways between them. */

export interface Node {
  name: string;
  type: string;
  comment?: string;
  /** What a Map or the branches of a Parallel run inside. */
  inner: Flow[];
  /** What is inside runs as executions of its own. */
  distributed: boolean;
  state: State;
}

export interface Edge {
  from: string;
  to: string;
  /** How it is taken: plainly, as a choice, or after an error. */
  how: 'next' | 'choice' | 'catch';
}

export interface Flow {
  start: string;
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
  StartAt: string;
  States: Record<string, State>;
}

export function readDefinition(text: string): Flow {
  return flowOf(JSON.parse(text) as Machine);
}

function flowOf({ StartAt, States }: Machine): Flow {
  const nodes = Object.entries(States).map(([name, state]) => ({
    name,
    type: state.Type,
    ...(state.Comment === undefined ? {} : { comment: state.Comment }),
    inner: [
      ...(state.Branches ?? []),
      ...[state.ItemProcessor ?? state.Iterator].filter((machine) => machine !== undefined),
    ].map(flowOf),
    distributed: state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED',
    state,
  }));
  return { start: StartAt, nodes, edges: nodes.flatMap(edgesOf) };
}

function edgesOf({ name, state }: Node): Edge[] {
  const ways: [string | undefined, Edge['how']][] = [
    [state.Next, 'next'],
    ...(state.Choices ?? []).map(({ Next }): [string | undefined, Edge['how']] => [Next, 'choice']),
    [state.Default, 'choice'],
    ...(state.Catch ?? []).map(({ Next }): [string | undefined, Edge['how']] => [Next, 'catch']),
  ];
  // Several choices and catches that lead to the same state are one way.
  const seen = new Set<string>();
  return ways.flatMap(([to, how]) => {
    if (to === undefined || seen.has(to)) return [];
    seen.add(to);
    return [{ from: name, to, how }];
  });
}
