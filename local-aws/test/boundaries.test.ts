/** The layers of local AWS, as a table of who may import whom. */

import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesIn, folderImports, importsOf } from './import-graph.ts';

const files = importsOf(join(import.meta.dirname, '..'), ['.']);

/** A layer -> the layers below it that it may import. The files of the package's root may import all. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  wire: ['core'],
  iam: ['core', 'wire'],
  control: ['core', 'wire'],
  simulation: ['core', 'wire'],
  cloudformation: ['core', 'wire'],
  dynamodb: ['core', 'wire'],
  eventbridge: ['core', 'wire'],
  forward: ['core', 'wire', 'iam'],
  http: ['core', 'wire'],
  kms: ['core', 'wire'],
  lambda: ['core', 'wire', 'iam'],
  s3: ['core', 'wire'],
  sns: ['core', 'wire'],
  sqs: ['core', 'wire'],
  stepfunctions: ['core', 'wire'],
  sts: ['core', 'wire', 'iam'],
  stack: ['core', 'iam', 'lambda'],
};
const SERVICES = ['cloudformation', 'dynamodb', 'eventbridge', 'http', 'kms', 'lambda', 's3', 'sns', 'sqs', 'sts'];

const layerOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '.');

describe('layers', () => {
  const layers = folderImports(files, layerOf);

  it.each(Object.entries(LAYERS))('%s imports only layers below it', (layer, below) => {
    expect([...(layers.get(layer) ?? [])].filter((other) => !below.includes(other))).toEqual([]);
  });

  it('every folder is one', () => {
    expect([...layers.keys()].filter((layer) => layer !== '.').toSorted()).toEqual(Object.keys(LAYERS).toSorted());
  });
});

it('no file and no folder imports itself through others', () => {
  expect([...circlesIn(files), ...circlesIn(folderImports(files))]).toEqual([]);
});

it.each(SERVICES)('%s has its service in index.ts and its operations in api/', (service) => {
  const own = [...files.keys()].filter((file) => layerOf(file) === service);
  const atRoot = own.map((file) => relative(service, file)).filter((file) => !file.includes('/'));
  expect(atRoot).toEqual(['index.ts']);
  expect(own.some((file) => file.startsWith(`${service}/api/`))).toBe(true);
});
