/** Which source files import which, and the circles among them. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What a file, or a folder, imports. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** Files of these folders, tests left out, with the files they import by path: statically, dynamically or as a type. */
export function importsOf(root: string, folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/test/**'] }));
  return new Map(
    files.map((file) => {
      const specifiers = readFileSync(join(root, file), 'utf8').matchAll(RELATIVE_IMPORT);
      return [file, new Set(Array.from(specifiers, ([, path]) => normalize(join(dirname(file), path as string))))];
    }),
  );
}

/** The same between the folders that hold the files. @param nameOf the folder of a file. */
export function folderImports(files: ImportGraph, nameOf: (file: string) => string = dirname): ImportGraph {
  const folders = new Map<string, Set<string>>();
  for (const [file, imported] of files) {
    const folder = nameOf(file);
    const others = folders.get(folder) ?? new Set();
    folders.set(folder, others);
    for (const other of imported) if (nameOf(other) !== folder) others.add(nameOf(other));
  }
  return folders;
}

/** A circle for each import that leads back to where it started: `a -> b -> a`. */
export function circlesIn(graph: ImportGraph): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) circles.push([...path.slice(start), node].join(' -> '));
    if (start >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}
