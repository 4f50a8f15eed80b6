/** The diagnostics that ValidateStateMachineDefinition answers and CreateStateMachine rejects a definition with. */

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html */
export interface Diagnostic {
  severity: 'ERROR' | 'WARNING';
  code: string;
  message: string;
  /** Where in the definition: `/States/Wait/Seconds`. Absent where no location is at fault. */
  location?: string;
}

/** The message of the InvalidDefinition that CreateStateMachine and UpdateStateMachine answer. */
export function invalidDefinition(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? null}`);
  return `Invalid State Machine Definition: '${errors.join(', ')}'`;
}
