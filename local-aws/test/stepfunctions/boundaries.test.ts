/** The layers of Step Functions: who may import whom, and that no import leads back to where it started. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** A layer -> what else of local-aws it may import. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'stepfunctions/arns.ts': [],
  'stepfunctions/language': ['core/number-text.ts', 'core/random.ts'],
  'stepfunctions/executions': ['core', 'stepfunctions/arns.ts', 'stepfunctions/language'],
  'stepfunctions/api': [
    'core',
    'stepfunctions/arns.ts',
    'stepfunctions/executions',
    'stepfunctions/language',
    'wire/input',
  ],
};

const files = globSync('stepfunctions/**/*.ts', { cwd: root });

const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  return Array.from(found, ([, path]) => normalize(join(dirname(file), path as string)));
}

const isIn = (path: string) => (folder: string) => path === folder || path.startsWith(`${folder}/`);

describe('the layers of Step Functions', () => {
  it.each(Object.entries(MAY_IMPORT))('%s imports what stands in its row', (layer, others) => {
    const crossings = files
      .filter((file) => isIn(file)(layer))
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => ![layer, ...others].some(isIn(path)))
          .map((path) => `${file} -> ${path}`),
      );
    expect(crossings).toEqual([]);
  });

  it('has no file outside of them', () => {
    expect(files.filter((file) => !Object.keys(MAY_IMPORT).some(isIn(file)))).toEqual([]);
  });

  it('has no circle of files', () => expect(circles(imports)).toEqual([]));

  it('has no circle of folders', () => {
    const folders = new Map<string, string[]>();
    for (const [file, paths] of imports) {
      const folder = dirname(file);
      const others = paths.map(dirname).filter((path) => path !== folder);
      folders.set(folder, [...(folders.get(folder) ?? []), ...others]);
    }
    expect(circles(folders)).toEqual([]);
  });
});

/** Every node that is left when those that import nothing left are taken away again and again. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map(graph);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [node, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(node);
  }
  return [...left.keys()];
}
