/** What the npm package brings for a deployment: the description of the stack, and the code of its functions. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Asset, assetOf } from '../../client/deployment/assets.ts';
import { PARAMETERS } from '../../client/deployment/deployed-stack.ts';
import { STACK_FILE, type StackDescription, type StageOptions, stackTemplate } from '../../packaging/stack-template.ts';
import type { Template } from '../../packaging/template.ts';
import { usage } from '../common/exit.ts';
import { packagedSource } from '../common/local-stack.ts';

export interface StagePackage {
  template: Template;
  /** Of a stack with nothing but its deployment bucket. */
  core: Template;
  /** The template and the code. */
  assets: readonly Asset[];
  templateAsset: Asset;
}

/** @param root holds `.serverless/`. @throws ClientError INVALID for a stage or a parameter that the stack does not take. */
export function stagePackage(root: string, options: StageOptions): StagePackage {
  const folder = join(root, '.serverless');
  const read = <Value>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Value;
  const core = read<Template>('cloudformation-template-create-stack.json');
  const code = new Map<string, Asset>();
  const codeKey = (name: string) => {
    const file = join(folder, `${packagedSource(root).name}-${name}.zip`);
    if (!existsSync(file)) throw new Error(`the package has no code of the function ${name}`);
    const asset = assetOf(readFileSync(file), 'zip');
    code.set(asset.key, asset);
    return asset.key;
  };
  const description = read<StackDescription>(STACK_FILE);
  const template = { ...templateOf({ ...options, description, core, root, codeKey }), ...metadataOf(options) };
  const templateAsset = assetOf(Buffer.from(JSON.stringify(template)), 'json');
  return { template, core, templateAsset, assets: [...code.values(), templateAsset] };
}

function templateOf(input: Parameters<typeof stackTemplate>[0]): Template {
  try {
    return stackTemplate(input);
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function metadataOf({ parameters }: StageOptions) {
  return Object.keys(parameters).length === 0 ? {} : { Metadata: { [PARAMETERS]: parameters } };
}
