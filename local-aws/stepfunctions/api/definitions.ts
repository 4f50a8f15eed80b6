/** Validation of definitions. */

import type { ValidateStateMachineDefinitionInput, ValidateStateMachineDefinitionOutput } from '@aws-sdk/client-sfn';
import { AwsError, type Operation } from '../../core/aws.ts';
import { validate } from '../../wire/input/validate.ts';
import { resourceSupport } from '../executions/integrations/index.ts';
import { type Diagnostic, invalidDefinition, validateDefinition } from '../language/validation/index.ts';

/** 1 MiB. */
const MAX_DEFINITION_LENGTH = 1_048_576;

const MAX_DIAGNOSTICS = 100;

export const definitionConstraint = { required: true, length: [1, MAX_DEFINITION_LENGTH], sensitive: true } as const;

export function definitions() {
  const ValidateStateMachineDefinition: Operation<
    ValidateStateMachineDefinitionInput,
    ValidateStateMachineDefinitionOutput
  > = {
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    run(input) {
      validate(input, {
        definition: definitionConstraint,
        type: { among: ['STANDARD', 'EXPRESS'] },
        severity: { among: ['ERROR', 'WARNING'] },
        maxResults: { range: [0, MAX_DIAGNOSTICS] },
      });
      const found = diagnose(input.definition, input.type);
      const wanted = input.severity === 'WARNING' ? found : found.filter(isError);
      const diagnostics = wanted.slice(0, input.maxResults || MAX_DIAGNOSTICS);
      return {
        result: found.some(isError) ? 'FAIL' : 'OK',
        diagnostics,
        truncated: diagnostics.length < wanted.length,
      };
    },
  };

  return { ValidateStateMachineDefinition };
}

/** @throws InvalidDefinition with everything that is wrong. */
export function checkDefinition(text: string): void {
  const found = diagnose(text);
  if (found.some(isError)) throw new AwsError('InvalidDefinition', invalidDefinition(found));
}

function diagnose(text: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Diagnostic[] {
  return validateDefinition(text, { type, support: resourceSupport });
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'ERROR';
}
