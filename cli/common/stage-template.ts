/** The template of a stage, made of what the npm package brings. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_FILE, type StackDescription, type StageOptions, stackTemplate } from '../../packaging/stack-template.ts';
import type { Template } from '../../packaging/template.ts';
import { usage } from './exit.ts';
import { packagedSource } from './local-stack.ts';

/**
 * @param root holds `.serverless/`.
 * @param codeKey the key of a function's code, by the path of its zip.
 * @throws ClientError INVALID for a stage or a parameter that the stack does not take.
 */
export function stageTemplate(root: string, options: StageOptions, codeKey: (zip: string) => string): Template {
  const packaged = packagedSource(root).name;
  const description = read<StackDescription>(root, STACK_FILE);
  const keyOf = (name: string) => codeKey(zipOf(root, `${packaged}-${name}`));
  try {
    return stackTemplate({ ...options, description, core: coreTemplate(root), root, codeKey: keyOf });
  } catch (error) {
    throw usage((error as Error).message);
  }
}

/** Of a stack with nothing but its deployment bucket. */
export function coreTemplate(root: string): Template {
  return read(root, 'cloudformation-template-create-stack.json');
}

function read<Value>(root: string, file: string): Value {
  return JSON.parse(readFileSync(join(root, '.serverless', file), 'utf8')) as Value;
}

function zipOf(root: string, name: string): string {
  const file = join(root, '.serverless', `${name}.zip`);
  if (!existsSync(file)) throw new Error(`the package has no code of the function ${name}`);
  return file;
}
