/** A CloudFormation template, and what `serverless package` leaves beside it, as read from disk. */

import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';

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

interface State {
  service: {
    service: string;
    provider: { stage?: string; stackName?: string };
    functions?: Record<string, { name: string; package?: { artifact?: string } }>;
  };
}

export interface Package {
  stackName: string;
  template: Template;
  /** Function name -> path of its zip. */
  artifacts: ReadonlyMap<string, string>;
}

/** @throws Error that says how to make what is missing. */
export function readPackage(directory: string): Package {
  const template = readTemplate(join(directory, '.serverless', 'cloudformation-template-update-stack.json'));
  const { service } = readJson(join(directory, '.serverless', 'serverless-state.json')) as State;
  const { stage = 'dev', stackName = `${service.service}-${stage}` } = service.provider;
  const artifacts = new Map<string, string>();
  for (const { name, package: made } of Object.values(service.functions ?? {})) {
    if (made?.artifact) artifacts.set(name, artifactPath(directory, made.artifact));
  }
  return { stackName, template, artifacts };
}

/** @throws Error where the file is no template. */
export function readTemplate(path: string): Template {
  const template = readJson(path);
  if (typeof template !== 'object' || template === null || !('Resources' in template)) {
    throw new Error(`${path} is no CloudFormation template: it has no Resources`);
  }
  return template as Template;
}

function readJson(path: string): unknown {
  if (!existsSync(path)) {
    throw new Error(`${path} is not there; make it with: npm run package`);
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`);
  }
}

/** An absolute path was true where it was packaged; the package may since have been moved. */
function artifactPath(directory: string, artifact: string): string {
  const asWritten = isAbsolute(artifact) ? artifact : join(directory, artifact);
  return existsSync(asWritten) ? asWritten : join(directory, '.serverless', basename(artifact));
}
