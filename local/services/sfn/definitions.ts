/** Definitions as Step Functions reads them before it keeps them. */

import type {
  ValidateStateMachineDefinitionDiagnostic as Diagnostic,
  ValidateStateMachineDefinitionInput,
  ValidateStateMachineDefinitionOutput,
} from '@aws-sdk/client-sfn';
import type { Operation } from '../../aws.ts';
import type { Json } from '../../engine/types.ts';
import { validate } from '../common/validate.ts';
import { invalidDefinition } from './errors.ts';
import { unserved } from './integrations.ts';

/** 1 MiB. */
const LONGEST_DEFINITION = 1_048_576;

export const definitionConstraint = { required: true, length: [1, LONGEST_DEFINITION] } as const;

export function definitions() {
  const ValidateStateMachineDefinition: Operation<
    ValidateStateMachineDefinitionInput,
    ValidateStateMachineDefinitionOutput
  > = {
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    run(input) {
      validate(input, {
        definition: definitionConstraint,
        severity: { among: ['ERROR', 'WARNING'] },
        maxResults: { range: [0, 100] },
      });
      const all = diagnose(input.definition as string).filter(
        ({ severity }) => severity === 'ERROR' || input.severity === 'WARNING',
      );
      const diagnostics = all.slice(0, input.maxResults || 100);
      return {
        result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
        diagnostics,
        truncated: diagnostics.length < all.length,
      };
    },
  };

  return { ValidateStateMachineDefinition };
}

/** @throws InvalidDefinition with everything that is wrong. */
export function checkedDefinition(text: string): Json {
  const errors = diagnose(text).filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return JSON.parse(text) as Json;
  throw invalidDefinition(errors.map(({ code, message, location }) => `${code}: ${message}${at(location)}`).join(', '));
}

function at(location: string | undefined): string {
  return location === undefined ? '' : ` at ${location}`;
}

function diagnose(text: string): Diagnostic[] {
  const definition = parsed(text);
  if (definition === undefined) {
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: 'The definition is not valid JSON' }];
  }
  return unserved(definition).map(({ resource, path }) => ({
    severity: 'ERROR',
    code: 'SCHEMA_VALIDATION_FAILED',
    message: `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    location: `${path}/Resource`,
  }));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
