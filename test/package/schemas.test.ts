import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { associations, kinds } from '../../associations/registry.ts';
import { disassociationRequested, newMetadata, publishedEvents, requests } from '../../events/index.ts';
import { documentNames, schemaFile, schemaOf, schemaOfDocument } from '../../packaging/schemas.ts';
import { compileSchema, expectPublished } from './published-schemas.ts';

const contracts = Object.values({ ...requests, ...publishedEvents });

function validator(contract: (typeof contracts)[number]) {
  return compileSchema(schemaOf(contract, '1.0.0'));
}

describe.each(contracts.map((contract) => [contract.detailType, contract] as const))(
  'the schema of %s',
  (_, contract) => {
    const { sample } = contract;
    const validate = validator(contract);

    it('takes the sample, alone and as EventBridge delivers it', () => {
      expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ version: '0', id: 'x', account: '111122223333', resources: [], ...sample })).toBe(true);
    });

    it('refuses another detail-type', () => {
      expect(validate({ ...sample, 'detail-type': 'Somethingelse' })).toBe(false);
    });

    it('refuses what the contract requires and the event lacks, and what it does not know', () => {
      const detail = sample.detail as { metadata: object; data: object };
      expect(validate({ ...sample, detail: { data: detail.data } })).toBe(false);
      expect(validate({ ...sample, detail: { ...detail, metadata: { ...detail.metadata, id: undefined } } })).toBe(
        false,
      );
      expect(validate({ ...sample, detail: { ...detail, extra: true } })).toBe(false);
    });
  },
);

describe('requests', () => {
  const validate = validator(disassociationRequested);
  const asked = (association: string, target: unknown) => ({
    source: 'my.team',
    'detail-type': 'DisassociationRequested',
    detail: { metadata: newMetadata(), data: { association, target } },
  });

  it.each(Object.values(associations).map(({ kind, target: { example } }) => ({ kind, example })))(
    'the example of $kind is valid from any source, and of no other kind',
    ({ kind, example }) => {
      expect(validate(asked(kind, example)), JSON.stringify(validate.errors)).toBe(true);
      for (const other of kinds.filter((name) => name !== kind)) {
        expect(validate(asked(other, example)), other).toBe(false);
      }
    },
  );
});

const ROOT = join(import.meta.dirname, '../..');

function filesOf<Content>(folder: string): Content[] {
  const paths = globSync(`events/${folder}/*.json`, { cwd: ROOT });
  expect(paths.length).toBeGreaterThan(0);
  return paths.map((path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Content);
}

it('the schemas of a cleanup policy and of a signal take those of the stack', () => {
  for (const { policy } of filesOf<{ policy: object }>('cleanups')) expectPublished('cleanup-policy', policy);
  for (const signal of filesOf('signals')) expectPublished('signal', signal);
});

it.each(documentNames)('the schema of %s compiles, and refuses what has nothing of it', (name) => {
  expect(compileSchema(schemaOfDocument(name, '1.0.0'))({ nothing: true })).toBe(false);
});

it('a schema is published under its event’s name', () => {
  expect(schemaFile('DisassociationRequested')).toBe('disassociation-requested.json');
});
