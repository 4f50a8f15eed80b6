/** Turns the description of one kind into descriptions of all, by replacing names; nothing else is computed here. */

import type { ServerlessFunction } from './plugin.ts';

/** A statement of a role's policy, with the reason where its resource is `*`. */
export interface Statement {
  Effect: 'Allow';
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
  reason?: string;
}

export type Permissions = Record<
  string,
  {
    start: Statement[];
    check: Statement[];
    discover: Statement[];
    restore: Statement[];
    startsAtOnce?: number | string;
  }
>;

/** A CloudFormation template. */
export interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
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
  permissions: Permissions;
  kinds: readonly string[];
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
  permissions,
  kinds,
  functions,
  resources,
  alarmTopicArn,
  cleanups,
}: Description): {
  functions: Record<string, ServerlessFunction>;
  resources: Template;
} {
  const all: Words = {
    __alarmTopic__: alarmTopicArn === '' ? { Ref: 'AlarmTopic' } : alarmTopicArn,
    __kinds__: kinds,
    __machines__: kinds.map((kind) => ({ Ref: `${pascal(kind)}StateMachine` })),
    __machineArns__: { 'Fn::Join': [',', kinds.map((kind) => ({ Ref: `${pascal(kind)}StateMachine` }))] },
    __executions__: kinds.map(executionsOf),
    __checkFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Check${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __discoverFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Discover${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __restoreFunctions__: kinds.map((kind) => ({ 'Fn::GetAtt': [`Restore${pascal(kind)}LambdaFunction`, 'Arn'] })),
    __cleanupRules__: Object.keys(cleanups).map((rule) => ({ 'Fn::GetAtt': [rule, 'Arn'] })),
  };
  const each = kinds.map((kind) => replaced(oneKind(template, kind, permissions[kind]), all) as KindTemplate);
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

function oneKind(template: KindTemplate, kind: string, permissions: Permissions[string] | undefined): KindTemplate {
  if (permissions === undefined) throw new Error(`templates/permissions.yml says nothing about the kind ${kind}`);
  const missing = (['start', 'check', 'discover', 'restore'] as const).filter((task) => !(task in permissions));
  if (missing.length > 0) throw new Error(`templates/permissions.yml lacks ${missing.join(', ')} of the kind ${kind}`);
  return replaced(template, {
    __kind__: kind,
    __Kind__: pascal(kind),
    __start__: permissions.start.map(withoutReason),
    __startReasons__: reasonsOf(permissions.start),
    __startsAtOnce__: reservation(permissions.startsAtOnce),
    __check__: permissions.check.map(withoutReason),
    __checkReasons__: reasonsOf(permissions.check),
    __discover__: permissions.discover.map(withoutReason),
    __discoverReasons__: reasonsOf(permissions.discover),
    __restore__: permissions.restore.map(withoutReason),
    __restoreReasons__: reasonsOf(permissions.restore),
  }) as KindTemplate;
}

/** A stage parameter given on the command line is text. @throws Error for one that would keep every start from running. */
function reservation(startsAtOnce: number | string | undefined): number | null {
  if (startsAtOnce === undefined || startsAtOnce === 'none') return null;
  const reserved = Number(startsAtOnce);
  if (Number.isInteger(reserved) && reserved > 0) return reserved;
  throw new Error(`startsAtOnce is a number of starts from 1 on, or none; not '${startsAtOnce}'`);
}

function withoutReason({ reason: _, ...statement }: Statement): Omit<Statement, 'reason'> {
  return statement;
}

function reasonsOf(statements: readonly Statement[]): string | null {
  const reasons = statements.flatMap(({ reason }) => reason ?? []);
  return reasons.length === 0 ? null : reasons.join('; ');
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
