import {
  type Diagnostic,
  invalidDefinition,
  type ValidationOptions,
  validateDefinition,
} from '../../../../stepfunctions/language/validation/index.ts';

export type States = Record<string, unknown>;

export const LAMBDA = 'arn:aws:lambda:us-east-1:111122223333:function:look';

/** The diagnostics of a machine that starts with its first state. */
function diagnosticsOf(states: States, machine: object = {}, options?: ValidationOptions): Diagnostic[] {
  const definition = { StartAt: Object.keys(states)[0], States: states, ...machine };
  return validateDefinition(JSON.stringify(definition), options);
}

/** As `CODE: message at /place`, without the code that most have. */
export function findings(states: States, machine?: object, options?: ValidationOptions): string[] {
  return diagnosticsOf(states, machine, options)
    .map((diagnostic) =>
      invalidDefinition([{ ...diagnostic, severity: 'ERROR' }]).slice("Invalid State Machine Definition: '".length, -1),
    )
    .map((text) => text.replace(/^SCHEMA_VALIDATION_FAILED: /, ''));
}

export const end = { Type: 'Pass', End: true };
export const inJsonata = { QueryLanguage: 'JSONata' };
