/** CloudFormation's intrinsic functions, each a function of its argument. */

import type { Template } from './template.ts';

/** What the intrinsics ask of the stack. */
export interface Scope {
  template: Template;
  /** Parameters, pseudo parameters and the physical ids of resources. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
}

/** Stands for AWS::NoValue: the property, or the list's element, that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => (argument === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(argument, 'Ref'))),

  'Fn::GetAtt'(argument, scope) {
    const [logicalId, ...attribute] =
      typeof argument === 'string' ? argument.split('.') : items(argument, 'Fn::GetAtt');
    return scope.attribute(
      String(logicalId),
      attribute.map((part) => text(resolve(part, scope), 'Fn::GetAtt')).join('.'),
    );
  },

  'Fn::Sub'(argument, scope) {
    const [template, variables = {}] = Array.isArray(argument) ? argument : [argument];
    const own = resolve(variables, scope) as Record<string, unknown>;
    return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return String(own[name]);
      const [logicalId = '', ...attribute] = name.trim().split('.');
      return String(attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : scope.ref(logicalId));
    });
  },

  'Fn::Join'(argument, scope) {
    const [delimiter, values] = items(argument, 'Fn::Join');
    return items(resolve(values, scope), 'Fn::Join').map(String).join(text(delimiter, 'Fn::Join'));
  },

  'Fn::Split'(argument, scope) {
    const [delimiter, value] = items(argument, 'Fn::Split');
    return text(resolve(value, scope), 'Fn::Split').split(text(delimiter, 'Fn::Split'));
  },

  'Fn::Select'(argument, scope) {
    const [index, values] = items(argument, 'Fn::Select');
    const list = items(resolve(values, scope), 'Fn::Select');
    const at = Number(resolve(index, scope));
    if (!(at in list)) throw new Error(`Fn::Select asks for element ${at} of ${list.length}`);
    return list[at];
  },

  'Fn::If'(argument, scope) {
    const [condition, yes, no] = items(argument, 'Fn::If');
    return resolve(conditionHolds(text(condition, 'Fn::If'), scope) ? yes : no, scope);
  },

  'Fn::FindInMap'(argument, scope) {
    const [map, first, second] = items(resolve(argument, scope), 'Fn::FindInMap').map(String) as [
      string,
      string,
      string,
    ];
    const value = scope.template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined) throw new Error(`Fn::FindInMap finds no ${map}.${first}.${second} in Mappings`);
    return value;
  },

  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),

  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),

  'Fn::Length': (argument, scope) => items(resolve(argument, scope), 'Fn::Length').length,
};

const CONDITION_FUNCTIONS: Readonly<Record<string, (argument: unknown, scope: Scope) => boolean>> = {
  'Fn::Equals'(argument, scope) {
    const [left, right] = items(resolve(argument, scope), 'Fn::Equals');
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => items(argument, 'Fn::And').every((condition) => isTrue(condition, scope)),
  'Fn::Or': (argument, scope) => items(argument, 'Fn::Or').some((condition) => isTrue(condition, scope)),
  'Fn::Not': (argument, scope) => !isTrue(items(argument, 'Fn::Not')[0], scope),
  Condition: (argument, scope) => conditionHolds(text(argument, 'Condition'), scope),
};

/** @throws Error for a condition the template does not define. */
export function conditionHolds(name: string, scope: Scope): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new Error(`the condition '${name}' is not defined in Conditions`);
  return isTrue(condition, scope);
}

function isTrue(condition: unknown, scope: Scope): boolean {
  const [name = '', argument] = Object.entries(condition ?? {})[0] ?? [];
  const evaluate = CONDITION_FUNCTIONS[name];
  if (!evaluate)
    throw new Error(`a condition is made of ${Object.keys(CONDITION_FUNCTIONS).join(', ')}, not '${name}'`);
  return evaluate(argument, scope);
}

/**
 * The value with every intrinsic in it replaced by what it stands for.
 * @throws Error for an intrinsic that is not served, and for names the stack does not have.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name = '', argument] = entries.length === 1 ? (entries[0] as [string, unknown]) : [];
  if (name === 'Ref' || name.startsWith('Fn::')) return intrinsic(name)(argument, scope);
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const found = resolve(item, scope);
    if (found !== NO_VALUE) resolved[key] = found;
  }
  return resolved;
}

function intrinsic(name: string): Intrinsic {
  const known = INTRINSICS[name];
  if (known) return known;
  if (name === 'Fn::ImportValue') {
    throw new Error('Fn::ImportValue asks for another stack, and only this one runs locally: make it a parameter');
  }
  throw new Error(`${name} is not served by local AWS. Served: ${Object.keys(INTRINSICS).join(', ')}`);
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${where} takes text here, not ${JSON.stringify(value)}`);
}

function items(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${where} takes a list here, not ${JSON.stringify(value)}`);
}
