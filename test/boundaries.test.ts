/** Who may import whom, as a table; and what deployed code must never do. */

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { circlesIn, folderImports, importsOf as importGraph } from '@offboard/local-aws/test/import-graph.ts';
import { describe, expect, it } from 'vitest';
import { kinds } from '../associations/registry.ts';
import { DIST_FOLDERS, STACK_FOLDERS } from '../packaging/sources.ts';

const root = join(import.meta.dirname, '..');

/** A folder -> the folders (or single files) of ours it may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'event-pattern': [],
  'loopback-guard': [],
  'schedule-expression': [],
  associations: [],
  events: ['associations', 'event-pattern'],
  offboardings: ['associations', 'events', 'event-pattern', 'schedule-expression'],
  notices: ['associations', 'events'],
  functions: ['associations', 'events', 'notices', 'offboardings'],
  client: ['associations', 'events', 'event-pattern', 'offboardings', 'schedule-expression'],
  'local-aws': ['event-pattern', 'loopback-guard', 'schedule-expression'],
  simulators: ['local-aws'],
  console: ['associations', 'client', 'events', 'loopback-guard'],
  cli: [
    'associations',
    'client',
    'console',
    'events',
    'local-aws',
    'offboardings',
    'packaging/build-if-stale.ts',
    'packaging/stack-template.ts',
    'packaging/template.ts',
    'schedule-expression',
    'simulators',
    'templates/policies',
  ],
  packaging: [
    'associations',
    'client/deployment/stop-verifications.ts',
    'client/configuration-schema.ts',
    'client/executions/schema.ts',
    'client/plans/schema.ts',
    'client/reports/schema.ts',
    'events',
    'offboardings',
  ],
};

/** The folders that these may import, they themselves, and so on. */
function reachableFrom(...folders: string[]): string[] {
  const reached = new Set(folders);
  for (const folder of reached) for (const path of MAY_IMPORT[folder] ?? []) reached.add(path.split('/')[0] ?? '');
  return [...reached].sort();
}

/** Folders that hold no source of ours. */
const UNREAD = ['node_modules', 'dist', 'dist.temporary', 'coverage'];

/** What runs on Lambda. */
const DEPLOYED = [
  'event-pattern',
  'schedule-expression',
  'events',
  'associations',
  'notices',
  'offboardings',
  'functions',
];

const sources = Object.keys(MAY_IMPORT).flatMap((folder) =>
  globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['*/test/**'] }),
);

const RELATIVE = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** The paths, from the root, of everything of ours a file imports: statically, dynamically, or as a type. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const packages = text.matchAll(/(?:from|import)\s*\(?\s*['"]@offboard\/([^'"]+)['"]/g);
  return [
    ...Array.from(text.matchAll(RELATIVE), ([, path]) => normalize(join(dirname(file), path as string))),
    ...Array.from(packages, ([, path]) => path as string),
  ];
}

function isAllowed(from: string, to: string): boolean {
  return [from, ...(MAY_IMPORT[from] ?? [])].some((allowed) => to === allowed || to.startsWith(`${allowed}/`));
}

describe('imports go one way', () => {
  it('reads every source', () => expect(sources.length).toBeGreaterThan(100));

  it.each(Object.keys(MAY_IMPORT))('%s imports only what stands in its row', (folder) => {
    const crossings = sources
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) =>
        importsOf(file)
          .filter((path) => !isAllowed(folder, path))
          .map((path) => `${file} -> ${path}`),
      );
    expect(crossings, 'docs/architecture.md says which folder may import which').toEqual([]);
  });

  it('no file imports itself through others', () => {
    expect(circlesIn(importGraph(root, Object.keys(MAY_IMPORT))), 'move what both files need into a third').toEqual([]);
  });

  it('reaches a workspace package by its name alone', () => {
    const packages = globSync('*/package.json', { cwd: root }).map((file) => dirname(file));
    const strays = globSync('*/**/*.ts', { cwd: root, exclude: (name) => UNREAD.includes(name) }).flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const paths = Array.from(text.matchAll(RELATIVE), ([, path]) => normalize(join(dirname(file), path as string)));
      return paths
        .filter((path) => packages.some((each) => path.startsWith(`${each}/`) && !file.startsWith(`${each}/`)))
        .map((path) => `${file} -> ${path}`);
    });
    expect(strays, 'import @offboard/<package>, whose package.json lists what it exports').toEqual([]);
  });

  it('no folder imports itself through others', () => {
    const folders = [...Object.keys(MAY_IMPORT), 'proofs', 'bench'];
    expect(circlesIn(folderImports(importGraph(root, folders)))).toEqual([]);
  });

  it('what is built is made anew where a file that it may import is newer', () => {
    expect(DIST_FOLDERS).toEqual(expect.arrayContaining(reachableFrom('cli', 'console', 'events', 'local-aws')));
    expect(STACK_FOLDERS).toEqual(expect.arrayContaining(reachableFrom('functions')));
  });

  it('docs/architecture.md has the same table', () => {
    const [, after = ''] = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('| folder | may import |\n');
    const rows = after.split('\n').slice(1);
    const documented = rows.slice(0, rows.indexOf('')).map((row) => {
      const [folder = '', ...allowed] = Array.from(row.matchAll(/`([^`]+)`/g), ([, path]) => path as string);
      return [folder, allowed.toSorted()];
    });
    const held = Object.entries(MAY_IMPORT).map(([folder, allowed]) => [folder, allowed.toSorted()]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(held));
  });

  it('a command starts without an SDK: whatever needs one is imported when it is called', () => {
    const loaded = new Set(['cli/main.ts']);
    const packages = new Set<string>();
    for (const file of loaded) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )(?:[^'"]* from )?'([^']+)'/gm)) {
        if (name.startsWith('.')) loaded.add(normalize(join(dirname(file), name)));
        else packages.add(name);
      }
    }
    expect(packages).toContain('commander');
    expect([...packages].filter((name) => /^@(?:aws-sdk|smithy)\//.test(name))).toEqual([]);
  });

  it('every folder with sources has a row', () => {
    const folders = globSync('*/**/*.ts', {
      cwd: root,
      exclude: (name) => UNREAD.includes(name),
    }).map((file) => relative('', file).split('/')[0] as string);
    const witnesses = ['test', 'bench', 'examples', 'proofs'];
    expect([...new Set(folders)].filter((folder) => !witnesses.includes(folder) && !(folder in MAY_IMPORT))).toEqual(
      [],
    );
  });
});

describe('a kind', () => {
  /** Where a kind's name may stand beside its own folder. Simulators say which kind their association is. */
  const NAMES_A_KIND = [
    'associations/registry.ts',
    'events/cleanups/',
    'events/signals/',
    'events/samples/',
    'simulators/',
    'test/',
    'proofs/',
    'bench/',
    'docs/',
    'examples/',
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
  ];

  it.each(kinds)('%s is named in its own folder and nowhere else in the product', (kind) => {
    const files = globSync('**/*.{ts,js,mjs,json,yml,html,css}', {
      cwd: root,
      exclude: (name) => UNREAD.includes(name) || name.startsWith('.'),
    });
    const name = new RegExp(`\\b${kind}\\b(?!-)`);
    const elsewhere = files.filter(
      (file) =>
        ![`associations/${kind}/`, ...NAMES_A_KIND].some((place) => file.startsWith(place)) &&
        name.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(elsewhere, 'what a kind needs lies in its folder; others read it from the registry').toEqual([]);
  });

  it('imports no other kind', () => {
    const crossings = kinds.flatMap((kind) =>
      globSync(`associations/${kind}/*.ts`, { cwd: root }).flatMap((file) =>
        importsOf(file).filter((path) => kinds.some((other) => other !== kind && path.includes(`/${other}/`))),
      ),
    );
    expect(crossings).toEqual([]);
  });
});

describe('deployed code', () => {
  const deployed = sources.filter((file) => DEPLOYED.some((folder) => file.startsWith(`${folder}/`)));

  it.each([
    [
      'sleeps or sets timers: pacing belongs to the state machines',
      /\bset(?:Timeout|Interval|Immediate)\b|timers\/promises/,
    ],
    ['knows a local mode: its endpoint comes from the SDK’s own variables', /localhost|127\.0\.0\.1|AWS_ENDPOINT_URL/],
  ])('never %s', (_rule, sign) => {
    const offenders = deployed.filter((file) => sign.test(withoutComments(readFileSync(join(root, file), 'utf8'))));
    expect(offenders).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
