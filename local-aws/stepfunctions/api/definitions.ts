import type { ValidateStateMachineDefinitionInput, ValidateStateMachineDefinitionOutput } from '@aws-sdk/client-sfn';
import { AwsError, type Operation } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { resourceSupport } from '../executions/integrations/index.ts';
import { type Diagnostic, invalidDefinition, validateDefinition } from '../language/validation/index.ts';
import type { INPUTS } from './inputs.ts';

const MAX_DIAGNOSTICS = 100;

export function definitions() {
  const ValidateStateMachineDefinition: Operation<
    Checked<ValidateStateMachineDefinitionInput, typeof INPUTS.ValidateStateMachineDefinition>,
    ValidateStateMachineDefinitionOutput
  > = {
    permissions: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
    run(input) {
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
