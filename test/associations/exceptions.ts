/** The exceptions that a service's own SDK package knows. */

import { readFileSync } from 'node:fs';

/** Those that the package exports, its own base class left out. */
export function exceptionsOf(client: object, base: { new (...args: never[]): Error }): string[] {
  return Object.entries(client).flatMap(([name, exported]) =>
    typeof exported === 'function' && exported.prototype instanceof base ? name : [],
  );
}

/** Those that the documentation of an operation says it throws: for a package that serves many other operations. */
export function thrownBy(client: string, operation: string): string[] {
  const path = `node_modules/@aws-sdk/${client}/dist-types/commands/${operation}Command.d.ts`;
  const named = readFileSync(path, 'utf8').matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g);
  return [...named].map(([, name = '']) => name);
}
