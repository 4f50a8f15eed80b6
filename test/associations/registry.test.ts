/** Folder, registry, targets and tests name the same kinds; each association keeps its contract. */

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tasks } from '../../associations/common/permissions.ts';
import { associationOf, associations, type Kind, kinds, UnknownKind } from '../../associations/registry.ts';
import { load } from './load.ts';

const registered = Object.keys(associations).sort() as Kind[];

it('every kind has a folder, a target and a test', () => {
  const folders = readdirSync('associations', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(
    folders
      .map(({ name }) => name)
      .filter((name) => name !== 'common')
      .sort(),
  ).toEqual(registered);
  expect([...kinds].sort()).toEqual(registered);
  const tests = readdirSync('test/associations');
  for (const kind of kinds) expect(tests).toContain(`${kind}.test.ts`);
});

it('an unknown kind is refused with the list of those there are', () => {
  expect(() => associationOf('toString')).toThrow(UnknownKind);
  expect(() => associationOf('s3-bucket')).toThrow(`there are ${kinds.join(', ')}`);
});

describe.each(registered)('%s', (kind) => {
  it('is itself', async () => {
    const provider = await load(kind);
    expect(provider.kind).toBe(kind);
    expect(associationOf(kind).kind).toBe(kind);
  });

  it('gives a reason wherever a permission is for any resource, and asks for no wildcard action', () => {
    const { permissions } = associations[kind];
    for (const { actions, resources, reason } of tasks.flatMap((task) => permissions[task])) {
      for (const action of actions) expect(action).toMatch(/^[a-z][a-z0-9-]*:[A-Z]\w+$/);
      expect(resources.includes('*') ? reason : 'narrow').toEqual(expect.stringMatching(/\w/));
    }
  });

  it('may change nothing where it only reads', () => {
    const { permissions } = associations[kind];
    for (const action of [...permissions.poll, ...permissions.discover].flatMap(({ actions }) => actions))
      expect(action).toMatch(/:(Describe|Get|List)/);
  });

  it('has a pace that ends within 30 days', () => {
    const { pace } = associations[kind].policy;
    expect(pace.deadline).toBeLessThanOrEqual(30 * 24 * 3600);
    expect(pace.first).toBeLessThan(pace.cap);
    expect(pace.usual).toBeLessThan(pace.deadline);
  });

  it('talks to one generated client at most', () => {
    const sources = globSync(`associations/${kind}/*.ts`).map((path) => readFileSync(path, 'utf8'));
    const clients = sources.flatMap((source) =>
      [...source.matchAll(/'(@aws-sdk\/client-[\w-]+)'/g)].map(([, name]) => name),
    );
    expect(new Set(clients).size).toBeLessThanOrEqual(1);
  });
});
