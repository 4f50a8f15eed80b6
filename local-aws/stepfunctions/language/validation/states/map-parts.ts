/** What a distributed Map reads from, groups by and writes to. */

import { isObject } from '../../model/json.ts';
import { referencePath } from '../checks/paths.ts';
import { type Check, checkShape, type Shape } from '../checks/shape.ts';
import { objectTemplate } from '../checks/templates.ts';
import { integer, listOf, oneOf, orExpression, text } from '../checks/values.ts';

const shaped =
  (shape: Shape): Check =>
  (value, location) => {
    checkShape(value, shape, location);
  };

/** A Resource that must be one of these calls of S3. */
const s3 =
  (...calls: readonly string[]): Check =>
  (value, location) => {
    if (!calls.some((call) => value === `arn:aws:states:::s3:${call}`))
      location.schema("The field 'Resource' does not match any of the allowed values");
  };

const READER_CONFIG: Shape = {
  oneAtMost: [['MaxItems', 'MaxItemsPath']],
  fields: {
    InputType: oneOf('CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET'),
    Transformation: oneOf('NONE', 'LOAD_AND_FLATTEN'),
    ManifestType: oneOf('ATHENA_DATA', 'S3_INVENTORY'),
    CSVHeaderLocation: oneOf('FIRST_ROW', 'GIVEN'),
    CSVHeaders: listOf(text),
    CSVDelimiter: oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'),
    ItemsPointer: text,
    MaxItems: orExpression(integer(0, 100_000_000)),
    MaxItemsPath: referencePath,
  },
};

const UNSERVED = new Set(['MANIFEST', 'PARQUET', 'ATHENA_DATA', 'S3_INVENTORY']);

const readerConfig: Check = (value, location) => {
  if (!checkShape(value, READER_CONFIG, location) || !isObject(value)) return;
  for (const field of ['ManifestType', 'InputType'] as const)
    if (value[field] !== undefined && UNSERVED.has(String(value[field])))
      location.in(field).notServed(`The ${field} ${value[field]}`);
  const csv = value.InputType === 'CSV';
  if (csv && value.CSVHeaderLocation === undefined) location.schema("The field 'CSVHeaderLocation' is required");
  if (!csv && value.InputType !== undefined && value.CSVHeaderLocation !== undefined)
    location.schema("Field 'CSVHeaderLocation' is not supported");
  if (value.CSVHeaderLocation === 'GIVEN' && value.CSVHeaders === undefined)
    location.schema('These fields are required: [CSVHeaders]');
};

export const itemReader = shaped({
  required: ['Resource'],
  fields: {
    Resource: s3('getObject', 'listObjectsV2'),
    ReaderConfig: readerConfig,
    Parameters: objectTemplate,
    Arguments: objectTemplate,
  },
});

export const itemBatcher = shaped({
  oneAtMost: [
    ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'],
    ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
  ],
  fields: {
    BatchInput: objectTemplate,
    MaxItemsPerBatch: orExpression(integer(0)),
    MaxItemsPerBatchPath: referencePath,
    MaxInputBytesPerBatch: orExpression(integer(0, 262_144)),
    MaxInputBytesPerBatchPath: referencePath,
  },
});

const WRITER: Shape = {
  fields: {
    Resource: s3('putObject'),
    Parameters: objectTemplate,
    Arguments: objectTemplate,
    WriterConfig: shaped({
      required: ['Transformation', 'OutputType'],
      fields: { Transformation: oneOf('NONE', 'COMPACT', 'FLATTEN'), OutputType: oneOf('JSON', 'JSONL') },
    }),
  },
};

/** Resource, WriterConfig, or both. */
export const resultWriter: Check = (value, location) => {
  if (!checkShape(value, WRITER, location) || !isObject(value)) return;
  const target = location.language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (value.Resource === undefined && value.WriterConfig === undefined)
    location.schema(`These fields are required: [Resource, ${target}]`);
  else if (value.Resource !== undefined && value[target] === undefined)
    location.schema(`These fields are required: [${target}]`);
};
