/** A template as a stack of plain resources: every name known, every intrinsic resolved. */

import { createHash } from 'node:crypto';
import { uuidOf } from '../core/uuid.ts';
import { conditionHolds, resolve, type Scope } from './intrinsics.ts';
import { type RawParameter, type RawResource, readTemplate, type Template } from './template.ts';
import type { Named, Resource } from './types/contract.ts';
import { resourceType } from './types/index.ts';

/** A stack before it is loaded. */
export interface StackSource {
  /** Path of a CloudFormation template in JSON, or the template itself. */
  template: string | Template;
  /** Directory of the functions' zips. */
  bundles?: string;
  name: string;
  account: string;
  region: string;
  /** Values for the template's Parameters; absent ones take their Default. */
  parameters?: Readonly<Record<string, string>>;
}

export interface Output {
  OutputKey: string;
  OutputValue: string;
  Description?: string;
  ExportName?: string;
}

export interface Stack {
  name: string;
  arn: string;
  account: string;
  region: string;
  parameters: Readonly<Record<string, string>>;
  /** In the template's order, those left out whose Condition does not hold. */
  resources: readonly Resource[];
  outputs: readonly Output[];
  /** Directory of the functions' zips. */
  bundles?: string;
}

/** @throws Error that names the logical id, and what in it is not served. */
export function loadStack({ name, account, region, bundles, ...source }: StackSource): Stack {
  const template = typeof source.template === 'string' ? readTemplate(source.template) : source.template;
  const arn = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${uuidOf(name, account)}`;
  const parameters = parameterValues(template.Parameters ?? {}, source.parameters ?? {});
  const scope = createScope(template, { name, arn, account, region }, parameters);
  const present = Object.entries(template.Resources).filter(
    ([logicalId, { Condition }]) => Condition === undefined || at(logicalId, () => conditionHolds(Condition, scope)),
  );
  return {
    name,
    arn,
    account,
    region,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    resources: present.map(([logicalId, raw]) => at(logicalId, () => resourceOf(logicalId, raw, scope))),
    outputs: outputsOf(template, scope),
    ...(bundles === undefined ? {} : { bundles }),
  };
}

function resourceOf(logicalId: string, { Type, Properties = {} }: RawResource, scope: Scope): Resource {
  const { deploy } = resourceType(Type, logicalId);
  return {
    logicalId,
    type: Type,
    physicalId: String(scope.ref(logicalId)),
    properties: resolve(Properties, scope) as Record<string, unknown>,
    simulated: deploy !== 'known',
  };
}

function outputsOf({ Outputs = {} }: Template, scope: Scope): Output[] {
  return Object.entries(Outputs)
    .filter(([, { Condition }]) => Condition === undefined || conditionHolds(Condition, scope))
    .map(([OutputKey, { Value, Description, Export }]) =>
      at(`the output ${OutputKey}`, () => ({
        OutputKey,
        OutputValue: String(resolve(Value, scope)),
        ...(Description === undefined ? {} : { Description }),
        ...(Export === undefined ? {} : { ExportName: String(resolve(Export.Name, scope)) }),
      })),
    );
}

type StackNames = Pick<Stack, 'name' | 'arn' | 'account' | 'region'>;

/** What `Ref` and `Fn::GetAtt` mean in this stack. */
function createScope(template: Template, stack: StackNames, parameters: Readonly<Record<string, unknown>>): Scope {
  const values = { ...pseudoParameters(stack), ...parameters };
  const find = (logicalId: string) => {
    const raw = template.Resources[logicalId];
    if (!raw) throw new Error(`'${logicalId}' is neither a parameter nor a resource of the template`);
    const type = resourceType(raw.Type, logicalId);
    const property = (key: string) => resolve(raw.Properties?.[key], scope);
    const given = type.nameProperty === undefined ? undefined : property(type.nameProperty);
    const name = typeof given === 'string' ? given : madeUpName(stack.name, logicalId);
    const { account, region } = stack;
    const named: Named = { logicalId, name, partition: PARTITION, region, account, property };
    return { raw, type, named };
  };
  const scope: Scope = {
    template,
    ref(wanted) {
      if (wanted in values) return values[wanted];
      const { type, named } = find(wanted);
      return type.ref(named);
    },
    attribute(logicalId, attribute) {
      const { raw, type, named } = find(logicalId);
      const read = type.attributes?.[attribute];
      if (!read) {
        const known = Object.keys(type.attributes ?? {}).join(', ') || 'none';
        throw new Error(`${raw.Type} '${logicalId}' has no attribute '${attribute}' here; it has ${known}`);
      }
      return read(named);
    },
  };
  return scope;
}

const PARTITION = 'aws';

function pseudoParameters({ name, arn, account, region }: StackNames): Record<string, unknown> {
  return {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': PARTITION,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': name,
    'AWS::StackId': arn,
    'AWS::NotificationARNs': [],
  };
}

/** CloudFormation's form, `stack-LogicalId-8CHARACTERS`, but the same each time, so that a restart finds its own again. */
function madeUpName(stackName: string, logicalId: string): string {
  const suffix = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  return `${stackName}-${logicalId}-${suffix}`;
}

function parameterValues(
  declared: Readonly<Record<string, RawParameter>>,
  given: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) {
    const known = Object.keys(declared).join(', ') || 'none';
    throw new Error(`the template has no parameter ${unknown.join(', ')}; it has ${known}`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, parameterValue(name, parameter, given[name])]),
  );
}

function parameterValue(name: string, { Type, Default, AllowedValues, AllowedPattern }: RawParameter, given?: string) {
  const value = given ?? Default;
  if (value === undefined) throw new Error(`the parameter '${name}' has no Default: give it a value`);
  if (AllowedValues && !AllowedValues.map(String).includes(String(value))) {
    throw new Error(`the parameter '${name}' is one of ${AllowedValues.join(', ')}, not '${value}'`);
  }
  if (AllowedPattern && !new RegExp(`^(?:${AllowedPattern})$`).test(String(value))) {
    throw new Error(`the parameter '${name}' must match ${AllowedPattern}; '${value}' does not`);
  }
  const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
  return isList
    ? String(value)
        .split(',')
        .map((item) => item.trim())
    : String(value);
}

/** Prefixes errors with the place in the template. */
function at<Result>(where: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw message.startsWith(`${where}: `) ? error : new Error(`${where}: ${message}`, { cause: error });
  }
}
