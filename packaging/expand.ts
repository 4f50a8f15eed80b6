/** Turns the description of one kind into descriptions of all, by replacing names; nothing else is computed here. */

import { type KindPermissions, type PermissionsByKind, tasks } from '../associations/permissions.ts';
import { type Parameters, policyStatement, reasonsOf, startConcurrencyOf } from './permissions.ts';
import type { ServerlessFunction } from './plugin.ts';

/** A CloudFormation template. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; Metadata?: unknown }>;
  Outputs: Record<string, unknown>;
  [section: string]: unknown;
}

export interface KindTemplate {
  functions: Record<string, ServerlessFunction>;
  resources: Template;
}

interface Description {
  /** Where alarms go; empty for the stack's own topic. */
  alarmTopicArn: string;
  kind: KindTemplate;
  kinds: PermissionsByKind;
  /** The values of the stage parameters of all kinds, and of `regions`. */
  parameters: Parameters;
  functions: Record<string, ServerlessFunction>;
  resources: Template;
  /** The rules of the cleanup policies, by logical id. */
  cleanups: Template['Resources'];
}

/**
 * What a placeholder stands for: a text inside other texts; a list in the place of one item of a list; or null, which
 * leaves out the property it is the value of.
 */
type Words = Readonly<Record<string, unknown>>;

/** All functions, and the whole template. */
export function expand({
  kind: template,
  kinds: described,
  parameters,
  functions,
  resources,
  alarmTopicArn,
  cleanups,
}: Description): {
  functions: Record<string, ServerlessFunction>;
  resources: Template;
} {
  const kinds = Object.keys(described);
  const all: Words = {
    __alarmTopic__: alarmTopicArn === '' ? { Ref: 'AlarmTopic' } : alarmTopicArn,
    __kinds__: kinds,
    __machines__: kinds.map((kind) => ({ Ref: `${pascal(kind)}StateMachine` })),
    __machineArns__: { 'Fn::Join': [',', kinds.map((kind) => ({ Ref: `${pascal(kind)}StateMachine` }))] },
    __executions__: kinds.map(executionsOf),
    __pollFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Poll${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __discoverFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Discover${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __restoreFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Restore${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __cleanupRules__: Object.keys(cleanups).map((rule) => ({ 'Fn::GetAtt': [rule, 'Arn'] })),
  };
  const each = Object.entries(described).map(
    ([kind, { permissions }]) => replaced(oneKind(template, kind, permissions, parameters), all) as KindTemplate,
  );
  const shared = replaced(resources, all) as Template;
  return {
    functions: Object.assign({}, replaced(functions, all), ...each.map((one) => one.functions)),
    resources: {
      ...shared,
      Resources: Object.assign({}, shared.Resources, cleanups, ...each.map((one) => one.resources.Resources)),
      Outputs: Object.assign({}, shared.Outputs, ...each.map((one) => one.resources.Outputs)),
    },
  };
}

function oneKind(
  template: KindTemplate,
  kind: string,
  permissions: KindPermissions,
  parameters: Parameters,
): KindTemplate {
  const words = tasks.flatMap((task) => [
    [`__${task}__`, permissions[task].map((statement) => policyStatement(statement, parameters))],
    [`__${task}Reasons__`, reasonsOf(permissions[task])],
  ]);
  return replaced(template, {
    __kind__: kind,
    __Kind__: pascal(kind),
    __startConcurrency__: startConcurrencyOf(permissions, parameters),
    ...Object.fromEntries(words),
  }) as KindTemplate;
}

/** The ARNs of the executions of a kind's machine. */
function executionsOf(kind: string) {
  return {
    'Fn::Sub': [
      // An execution's ARN is its machine's with another word in it.
      `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:\${Machine}:*`,
      { Machine: { 'Fn::GetAtt': [`${pascal(kind)}StateMachine`, 'Name'] } },
    ],
  };
}

/** `redshift-datashare-consumer` as logical ids spell it: `RedshiftDatashareConsumer`. */
export function pascal(kind: string): string {
  return kind.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

/** A deep copy with every placeholder replaced, in keys and in values. */
function replaced(value: unknown, words: Words): unknown {
  if (typeof value === 'string') return value in words ? words[value] : within(value, words);
  if (Array.isArray(value))
    return value.flatMap((item) => (isList(item, words) ? words[item] : [replaced(item, words)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => typeof item !== 'string' || words[item] !== null)
      .map(([key, item]) => [within(key, words), replaced(item, words)]),
  );
}

function isList(item: unknown, words: Words): item is string {
  return typeof item === 'string' && Array.isArray(words[item]);
}

/** Names inside a text; a list stands only alone. */
function within(text: string, words: Words): string {
  return Object.entries(words).reduce(
    (done, [word, meant]) => (typeof meant === 'string' ? done.replaceAll(word, meant) : done),
    text,
  );
}
