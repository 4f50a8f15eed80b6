/** The graph of states: every target exists, every state is reachable, and there is a terminal state. */

import type { Document, Fields } from '../model/program.ts';
import type { Diagnostic } from './checks/diagnostic.ts';

interface Edge {
  target: string;
  location: string;
}

type State = Document['States'][string];

/** For a definition with valid fields. Inner lists of states are checked with their state. */
export function checkGraph(document: Document): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = new Set<string>();
  checkList(document, '', names, found);
  return found;
}

function checkList(list: Document, at: string, names: Set<string>, found: Diagnostic[]): void {
  found.push(...missingTargets(list, at));
  const ends = Object.values(list.States).some(isTerminal);
  // AWS requires a terminal state of the machine only, and without one does not report unreachable states.
  if (at === '' && !ends)
    found.push({ severity: 'ERROR', code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' });
  else found.push(...unreachable(list, at));
  for (const [name, state] of Object.entries(list.States)) {
    const location = `${at}/States/${name}`;
    if (names.has(name)) found.push(error('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location));
    names.add(name);
    for (const inner of innerLists(state)) checkList(inner.list, `${location}/${inner.field}`, names, found);
  }
}

function isTerminal({ Type, ...state }: State): boolean {
  return Type === 'Succeed' || Type === 'Fail' || (state as { End?: boolean }).End === true;
}

export function innerLists({ Branches = [], ItemProcessor, Iterator }: Fields): { field: string; list: Document }[] {
  return [
    ...Branches.map((list, index) => ({ field: `Branches[${index}]`, list })),
    ...(ItemProcessor ? [{ field: 'ItemProcessor', list: ItemProcessor }] : []),
    ...(Iterator ? [{ field: 'Iterator', list: Iterator }] : []),
  ];
}

function missingTargets(list: Document, at: string): Diagnostic[] {
  const edges = [{ target: list.StartAt, location: `${at}/StartAt` }, ...edgesIn(list, at)];
  return edges
    .filter(({ target }) => !Object.hasOwn(list.States, target))
    .map(({ target, location }) => error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, location));
}

function edgesIn({ States }: Document, at: string): Edge[] {
  return Object.entries(States).flatMap(([name, state]) => edgesFrom(state, `${at}/States/${name}`));
}

function edgesFrom({ Next, Default, Choices = [], Catch = [] }: State, at: string): Edge[] {
  const direct = { Next, Default };
  return [
    ...Object.entries(direct).flatMap(([field, target]) =>
      target === undefined ? [] : [{ target, location: `${at}/${field}` }],
    ),
    ...Choices.map((rule, index) => ({ target: rule.Next, location: `${at}/Choices[${index}]/Next` })),
    ...Catch.map((catcher, index) => ({ target: catcher.Next, location: `${at}/Catch[${index}]/Next` })),
  ];
}

function unreachable(list: Document, at: string): Diagnostic[] {
  const reached = new Set<string>();
  const open = [list.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = Object.hasOwn(list.States, name) && !reached.has(name) ? list.States[name] : undefined;
    if (!state) continue;
    reached.add(name);
    open.push(...edgesFrom(state, '').map(({ target }) => target));
  }
  return Object.keys(list.States)
    .filter((name) => !reached.has(name))
    .map((name) => error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`));
}

function error(code: string, message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}
