/** What the npm package brings for a deployment: the description of the stack, and the code of its functions. */

import { readFileSync } from 'node:fs';
import { type Asset, assetOf } from '../../client/deployment/assets.ts';
import { PARAMETERS } from '../../client/deployment/deployed-stack.ts';
import type { StageOptions } from '../../packaging/stack-template.ts';
import type { Template } from '../../packaging/template.ts';
import { coreTemplate, stageTemplate } from '../common/stage-template.ts';

export interface StagePackage {
  template: Template;
  /** Of a stack with nothing but its deployment bucket. */
  core: Template;
  assets: readonly Asset[];
  templateAsset: Asset;
}

/** @param root holds `.serverless/`. @throws ClientError INVALID for a stage or a parameter that the stack does not take. */
export function stagePackage(root: string, options: StageOptions): StagePackage {
  const code = new Map<string, Asset>();
  const stage = stageTemplate(root, options, (zip) => {
    const asset = assetOf(readFileSync(zip), 'zip');
    code.set(asset.key, asset);
    return asset.key;
  });
  const template = { ...stage, ...metadataOf(options) };
  const templateAsset = assetOf(Buffer.from(JSON.stringify(template)), 'json');
  return { template, core: coreTemplate(root), templateAsset, assets: [...code.values(), templateAsset] };
}

function metadataOf({ parameters }: StageOptions) {
  return Object.keys(parameters).length === 0 ? {} : { Metadata: { [PARAMETERS]: parameters } };
}
