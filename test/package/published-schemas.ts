/** The published JSON Schemas, as another implementation reads them. */

import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { type DocumentName, schemaOfDocument } from '../../packaging/schemas.ts';

const validators = new Map<DocumentName, ValidateFunction>();

/** Formats are the reader's to check: a schema names them, and validators differ in what they take for one. */
export function compileSchema(schema: object): ValidateFunction {
  return new Ajv2020({ strict: true, validateFormats: false }).compile(schema as AnySchema);
}

export function expectPublished(name: DocumentName, value: unknown): void {
  const validate = validators.get(name) ?? compileSchema(schemaOfDocument(name, '1.0.0'));
  validators.set(name, validate);
  expect(validate(value) ? [] : validate.errors, `by the schema of ${name}`).toEqual([]);
}
