/** Which variables each state of a definition reads: DescribeStateMachine's `variableReferences`. */

import jsonata from 'jsonata';
import { expressionIn } from './expressions/jsonata/delimiters.ts';
import { isContainer, type Json } from './model/json.ts';
import type { Document, Fields } from './model/program.ts';
import { innerLists } from './validation/graph.ts';

type References = Record<string, string[]>;
type Named = [name: string, fields: Fields, jsonata: boolean];

/** By the state's name, variables without their dollar sign; a state that reads none is left out. */
export function variableReferences(definition: Json): References {
  const states = [...statesIn(definition as unknown as Document, false)];
  const variables = new Set(states.flatMap(([, fields]) => assignedBy(fields)));
  return Object.fromEntries(
    states
      .map(([name, fields, usesJsonata]) => [name, referencesOf(fields, usesJsonata)] as const)
      .map(([name, read]) => [name, [...variables].filter((variable) => read.has(variable))] as const)
      .filter(([, read]) => read.length > 0),
  );
}

function* statesIn({ States, QueryLanguage }: Document, inherited: boolean): Iterable<Named> {
  const machine = QueryLanguage === undefined ? inherited : QueryLanguage === 'JSONata';
  for (const [name, state] of Object.entries(States)) {
    yield [name, state, state.QueryLanguage === undefined ? machine : state.QueryLanguage === 'JSONata'];
    for (const { list } of innerLists(state)) yield* statesIn(list, machine);
  }
}

function assignedBy({ Assign, Choices = [], Catch = [] }: Fields): string[] {
  return [{ Assign }, ...Choices, ...Catch].flatMap(({ Assign: assign }) =>
    Object.keys(assign ?? {}).map((field) => field.replace(/\.\$$/, '')),
  );
}

/** Everything that is written like a variable, functions too: only what is assigned somewhere is one. */
function referencesOf({ Branches, ItemProcessor, Iterator, ...own }: Fields, usesJsonata: boolean): Set<string> {
  const readIn = usesJsonata ? inExpression : inPath;
  return new Set([...textsIn(own as Json)].flatMap((text) => [...readIn(text)]));
}

function* textsIn(value: Json): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (isContainer(value)) for (const part of Object.values(value)) yield* textsIn(part);
}

function* inPath(text: string): Iterable<string> {
  if (!/^(\$|States\.)/.test(text)) return;
  for (const [, name] of text.matchAll(/(?<!\$)\$(\p{ID_Start}\p{ID_Continue}*)/gu)) yield name as string;
}

function inExpression(text: string): Iterable<string> {
  const expression = expressionIn(text);
  return expression === undefined ? [] : variablesOf(jsonata(expression).ast());
}

function* variablesOf(node: unknown): Iterable<string> {
  if (typeof node !== 'object' || node === null) return;
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'variable' && typeof value === 'string') yield value;
  for (const part of Object.values(node)) yield* variablesOf(part);
}
