import type { Scope } from '../../../../stepfunctions/language/expressions/common/scope.ts';
import type { JsonataScope } from '../../../../stepfunctions/language/expressions/jsonata/index.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';

export const scope: Scope = {
  context: { Execution: { Name: 'run' }, State: { Name: 'Look' } },
  variables: { list: [10, 20], target: { id: 'a' } },
  random: () => 0.25,
};

export function jsonataScope(input: Json, more: Partial<JsonataScope> = {}): JsonataScope {
  const { context, variables, random } = scope;
  return { states: { input, context }, variables, random, now: Date.UTC(2026, 0, 1), field: 'Output', ...more };
}
