import { existsSync, readFileSync } from 'node:fs';

export interface RawResource {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

export interface RawOutput {
  Value: unknown;
  Description?: string;
  Condition?: string;
  Export?: { Name: unknown };
}

export interface RawParameter {
  Type: string;
  Default?: unknown;
  AllowedValues?: readonly unknown[];
  AllowedPattern?: string;
}

export interface Template {
  Resources: Record<string, RawResource>;
  Parameters?: Record<string, RawParameter>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Outputs?: Record<string, RawOutput>;
}

/** @param path of a template in JSON. @throws Error where the file is missing or is not a template. */
export function readTemplate(path: string): Template {
  const template = readJson(path);
  if (typeof template !== 'object' || template === null || !('Resources' in template)) {
    throw new Error(`${path} is not a CloudFormation template: it has no Resources`);
  }
  return template as Template;
}

function readJson(path: string): unknown {
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist; package the stack first`);
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`);
  }
}
