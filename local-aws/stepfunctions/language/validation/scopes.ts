/** Variables: an inner list of states may not assign what a list around it assigns. */

import type { Document } from '../model/program.ts';
import type { Diagnostic } from './checks/diagnostic.ts';
import { innerLists } from './graph.ts';

interface Assigned {
  name: string;
  location: string;
}

/** For a definition with valid fields. */
export function checkScopes(document: Document, at = '', outer: ReadonlySet<string> = new Set()): Diagnostic[] {
  const own = assignedIn(document, at);
  const all = new Set([...outer, ...own.map(({ name }) => name)]);
  const inner = Object.entries(document.States).flatMap(([state, fields]) =>
    innerLists(fields).flatMap(({ field, list }) => checkScopes(list, `${at}/States/${state}/${field}`, all)),
  );
  return [...own.filter(({ name }) => outer.has(name)).map(duplicate), ...inner];
}

function duplicate({ name, location }: Assigned): Diagnostic {
  const message = `The variable name '${name}' was already defined in a parent scope.`;
  return { severity: 'ERROR', code: 'DUPLICATE_VARIABLE_NAME', message, location };
}

function assignedIn({ States }: Document, at: string): Assigned[] {
  return Object.entries(States).flatMap(([state, { Assign, Choices = [], Catch = [] }]) => {
    const here = `${at}/States/${state}`;
    return [
      ...namesIn(Assign, `${here}/Assign`),
      ...Choices.flatMap((rule, index) => namesIn(rule.Assign, `${here}/Choices[${index}]/Assign`)),
      ...Catch.flatMap((catcher, index) => namesIn(catcher.Assign, `${here}/Catch[${index}]/Assign`)),
    ];
  });
}

function namesIn(assign: object | undefined, at: string): Assigned[] {
  return Object.keys(assign ?? {}).map((field) => ({ name: field.replace(/\.\$$/, ''), location: `${at}/${field}` }));
}
