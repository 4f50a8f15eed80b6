/**
 * serverless.yml as one JSON document: its files are in it, its variables are not resolved yet. The npm package carries it,
 * so that `offboard deploy` makes the template of any stage without the Serverless Framework.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse, type ScalarTag, YAMLMap, type YAMLSeq } from 'yaml';
import type { StackDescription } from './stack-template.ts';

export function readDescription(root: string): StackDescription {
  const { service, params, provider, custom, functions, resources } = readYaml(root, 'serverless.yml') as Omit<
    StackDescription,
    'resources'
  > & { resources: readonly Readonly<Record<string, object>>[] };
  return { service, params, provider, custom, functions, resources: merged(resources) };
}

const FILE = /^\$\{file\(([^)]+)\)\}$/;

function readYaml(root: string, path: string): unknown {
  const text = readFileSync(join(root, path), 'utf8');
  return withFiles(root, parse(text, { merge: true, customTags: TAGS, logLevel: 'error' }));
}

function withFiles(root: string, value: unknown): unknown {
  if (typeof value === 'string') {
    const [, path] = FILE.exec(value) ?? [];
    return path === undefined ? value : readYaml(root, path);
  }
  if (Array.isArray(value)) return value.map((item) => withFiles(root, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFiles(root, item)]));
}

/** Resources, Outputs, ...: each section with what all parts have in it. */
function merged(parts: readonly Readonly<Record<string, object>>[]): Record<string, object> {
  const sections = new Set(parts.flatMap(Object.keys));
  return Object.fromEntries(
    [...sections].map((section) => [section, Object.assign({}, ...parts.map((part) => part[section]))]),
  );
}

/** CloudFormation's short forms that the templates use. */
const TAGS: (ScalarTag | CollectionTag)[] = [
  { tag: '!Ref', resolve: (text: string) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text: string) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text: string) => ({ 'Fn::GetAtt': text.split(/\.(.*)/s).slice(0, 2) }) },
  ...['Join', 'Select', 'Split'].map(
    (name): CollectionTag => ({
      tag: `!${name}`,
      collection: 'seq',
      resolve(list) {
        const map = new YAMLMap();
        map.set(`Fn::${name}`, list as YAMLSeq);
        return map;
      },
    }),
  ),
];
