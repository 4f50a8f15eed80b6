/** Folder, registry, targets and tests name the same kinds; each association keeps its contract. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { associations, load } from '../../associations/registry.ts';
import { kinds, targetContract, UnknownKind } from '../../events/targets/index.ts';

/** Files about a kind; what they share is named after what it does, in one word. */
function kindsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.includes('-') && /^[a-z-]+(\.test)?\.ts$/.test(name));
  return names.map((name) => name.replace(/(\.test)?\.ts$/, '')).sort();
}

const registered = Object.keys(associations).sort();

it.each(['associations', 'associations/discovery', 'test/associations'])('%s has a file for every kind', (folder) => {
  expect(kindsIn(folder)).toEqual(registered);
});

it('every kind has a target, and every target a kind', () => {
  expect([...kinds].sort()).toEqual(registered);
  for (const kind of kinds) expect(readdirSync('events/targets')).toContain(`${kind}.ts`);
});

it('an unknown kind is refused with the list of those there are', async () => {
  await expect(load('toString')).rejects.toThrow(UnknownKind);
  await expect(load('s3-bucket')).rejects.toThrow(`there are ${kinds.join(', ')}`);
  expect(() => targetContract('s3-bucket')).toThrow(UnknownKind);
});

describe.each(registered)('%s', (kind) => {
  it('is itself', async () => {
    const association = await load(kind);
    expect(association.kind).toBe(kind);
    expect(targetContract(kind).kind).toBe(kind);
  });

  it('gives a reason wherever a permission is for any resource, and asks for no wildcard action', async () => {
    const { permissions } = await load(kind);
    for (const { action, resource, reason } of Object.values(permissions).flat()) {
      expect(action).toMatch(/^[a-z-]+:[A-Z]\w+$/);
      expect(resource === '*' ? reason : 'narrow').toEqual(expect.stringMatching(/\w/));
    }
  });

  it('may change nothing where it only looks', async () => {
    const { permissions } = await load(kind);
    for (const { action } of [...permissions.check, ...permissions.discover])
      expect(action).toMatch(/:(Describe|Get|List)/);
  });

  it('has a pace that ends within 30 days', async () => {
    const { pace } = await load(kind);
    expect(pace.deadline).toBeLessThanOrEqual(30 * 24 * 3600);
    expect(pace.first).toBeLessThan(pace.cap);
    expect(pace.usual).toBeLessThan(pace.deadline);
  });

  it('talks to one generated client at most', () => {
    const sources = [`associations/${kind}.ts`, `associations/discovery/${kind}.ts`].map((path) =>
      readFileSync(path, 'utf8'),
    );
    const clients = sources.flatMap((source) =>
      [...source.matchAll(/'(@aws-sdk\/client-[\w-]+)'/g)].map(([, name]) => name),
    );
    expect(new Set(clients).size).toBeLessThanOrEqual(1);
  });
});
