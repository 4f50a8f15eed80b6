/** The template of one stage, made of the packaged description as the Serverless Framework makes it of serverless.yml. */

import { expandService, kindParameters, type Provider, type Service } from './service.ts';
import { checkParameters } from './stage.ts';
import type { ServerlessFunction, Template } from './template.ts';

/** In the package: what the template of any stage is made of. */
export const STACK_FILE = 'stack.json';

/** serverless.yml with its files in it, as far as the template is made of it; variables are not resolved. */
export interface StackDescription {
  service: string;
  /** Sections of stage parameters: `default`, and one a stage. */
  params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  provider: Readonly<Record<string, unknown>>;
  custom: Readonly<Record<string, unknown>>;
  functions: Readonly<Record<string, unknown>>;
  resources: Readonly<Record<string, unknown>>;
}

export interface StageOptions {
  stage: string;
  region: string;
  /** Stage parameters that are given, by name. */
  parameters: Readonly<Record<string, string>>;
}

export interface StackTemplateInput extends StageOptions {
  description: StackDescription;
  /** The template of a stack that holds nothing but its deployment bucket: a first deployment begins with it. */
  core: Template;
  /** Of the repository or of the npm package. */
  root: string;
  /** Where a function's zip lies in that bucket. @param name without the stack's. */
  codeKey(name: string): string;
}

/** @throws Error for a stage or a parameter that AWS would refuse, or that nothing reads. */
export function stackTemplate({ description, core, root, codeKey, ...stage }: StackTemplateInput): Template {
  const service = resolvedService(description, stage);
  const { functions, resources } = expandService(service, root);
  const { stackName } = service.provider;
  const lambdaFunctions = Object.entries(functions).map(([key, fn]) => [
    `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`,
    lambdaFunction(fn, service.provider, codeKey(fn.name.slice(stackName.length + 1))),
  ]);
  return withoutNulls({
    ...core,
    ...resources,
    Resources: { ...core.Resources, ...Object.fromEntries(lambdaFunctions), ...resources.Resources },
    Outputs: { ...exported(core.Outputs, stackName), ...resources.Outputs },
  }) as Template;
}

function lambdaFunction(
  { name, handler, description, timeout, memorySize, environment, role, logs }: ServerlessFunction,
  provider: Provider,
  S3Key: string,
): Template['Resources'][string] {
  const { logFormat, logGroup } = logs as { logFormat: string; logGroup: unknown };
  const variables = Object.entries({ ...provider.environment, ...environment });
  const Variables = Object.fromEntries(
    variables.map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]),
  );
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: { Ref: 'ServerlessDeploymentBucket' }, S3Key },
      Handler: handler,
      Runtime: provider.runtime,
      FunctionName: name,
      MemorySize: memorySize ?? provider.memorySize,
      Timeout: timeout,
      Architectures: [provider.architecture],
      Description: description,
      ...(provider.tracing.lambda && { TracingConfig: { Mode: 'Active' } }),
      Environment: { Variables },
      Role: role,
      LoggingConfig: { LogFormat: logFormat, LogGroup: logGroup },
    },
  };
}

function exported(outputs: Template['Outputs'], stackName: string): Template['Outputs'] {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      { ...output, Export: { Name: `sls-${stackName}-${name}` } },
    ]),
  );
}

const VARIABLE = /\$\{(?:sls:(stage)|param:(\w+))\}/g;

/** Every `${sls:stage}` and `${param:…}` replaced; a value that is nothing but one keeps the parameter's own type. */
function resolvedService(description: StackDescription, { stage, region, parameters }: StageOptions): Service {
  const { default: defaults = {}, ...stages } = description.params;
  const known = [...Object.keys(defaults), ...kindParameters.map(({ name }) => name)];
  checkParameters(Object.keys(parameters), known);
  const given: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(kindParameters.map(({ name, default: value }) => [name, value])),
    ...defaults,
    ...stages[stage],
    ...parameters,
  };
  const parameter = (name: string): unknown => {
    if (!Object.hasOwn(given, name)) throw new Error(`the stack has no parameter ${name}`);
    return resolved(given[name]);
  };
  const resolved = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const [whole, isStage, name] = value.matchAll(VARIABLE).next().value ?? [];
      if (whole === value) return isStage === undefined ? parameter(name ?? '') : stage;
      return value.replace(VARIABLE, (_, isStage, name) => (isStage === undefined ? String(parameter(name)) : stage));
    }
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item)]));
  };
  const names = ['regions', ...kindParameters.map(({ name }) => name)];
  const { provider, custom, functions, resources } = description;
  return resolved({
    provider: { ...provider, region },
    custom: { ...custom, parameters: Object.fromEntries(names.map((name) => [name, String(parameter(name))])) },
    functions,
    resources,
  }) as Service;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}
