import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { associations, kinds } from '../../associations/registry.ts';
import { disassociationRequested, newMetadata, publishedEvents, requests } from '../../events/index.ts';
import { schemaFile, schemaOf } from '../../packaging/schemas.ts';

const contracts = Object.values({ ...requests, ...publishedEvents });

/** Formats are the reader's to check: a schema names them, and validators differ in what they take for one. */
function validator(contract: (typeof contracts)[number]) {
  return new Ajv2020({ strict: true, validateFormats: false }).compile(schemaOf(contract, '1.0.0') as AnySchema);
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

it('a schema is published under its event’s name', () => {
  expect(schemaFile('DisassociationRequested')).toBe('disassociation-requested.json');
});
