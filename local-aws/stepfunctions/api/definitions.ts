import { AwsError } from '../../core/aws.ts';
import { resourceSupport } from '../executions/integrations/index.ts';
import { type Diagnostic, invalidDefinition, validateDefinition } from '../language/validation/index.ts';
import type { Operations } from './inputs.ts';

const MAX_DIAGNOSTICS = 100;

export function definitions() {
  return {
    ValidateStateMachineDefinition: {
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
    },
  } satisfies Operations;
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
