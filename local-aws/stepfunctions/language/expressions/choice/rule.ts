import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';
import { StatesError } from '../common/states-error.ts';
import { findPath } from '../jsonpath/index.ts';
import { PathNotFound } from '../jsonpath/path.ts';
import { comparisons } from './comparisons.ts';
import { typeTests } from './type-tests.ts';

/**
 * Whether a rule holds.
 * @throws StatesError States.Runtime where its Variable, or the path it compares with, is not there.
 */
export function matchRule(rule: Json, input: Json, scope: Scope): boolean {
  if (!isObject(rule)) return false;
  if (Object.hasOwn(rule, 'And')) return rulesIn(rule.And).every((one) => matchRule(one, input, scope));
  if (Object.hasOwn(rule, 'Or')) return rulesIn(rule.Or).some((one) => matchRule(one, input, scope));
  if (Object.hasOwn(rule, 'Not')) return !matchRule(rule.Not ?? null, input, scope);
  return matchVariable(rule, input, scope);
}

function rulesIn(rules: Json | undefined): Json[] {
  return Array.isArray(rules) ? rules : [];
}

function matchVariable(rule: JsonObject, input: Json, scope: Scope): boolean {
  const variable = String(rule.Variable);
  for (const [operator, operand] of Object.entries(rule)) {
    const test = Object.hasOwn(typeTests, operator) ? typeTests[operator] : undefined;
    if (test) return test(find(variable, input, scope)) === operand;
    const comparison = comparisonNamed(operator);
    if (!comparison) continue;
    const value = read(variable, input, scope);
    return comparison.compare(value, comparison.byPath ? read(String(operand), input, scope) : operand);
  }
  return false;
}

function comparisonNamed(operator: string) {
  const byPath = operator.endsWith('Path');
  const name = byPath ? operator.slice(0, -'Path'.length) : operator;
  const compare = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  return compare && { compare, byPath };
}

/** Undefined where the path leads nowhere, which only the Is... operators allow. */
function find(path: string, input: Json, scope: Scope): Json | undefined {
  try {
    return findPath(path, input, scope);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function read(path: string, input: Json, scope: Scope): Json {
  const value = find(path, input, scope);
  if (value !== undefined) return value;
  throw new StatesError(
    'States.Runtime',
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
