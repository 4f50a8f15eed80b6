import { type Document, isDistributed } from '../../model/program.ts';
import { catchers, retry } from '../checks/errors.ts';
import { checkExpression, isExpression } from '../checks/jsonata.ts';
import { itemsPath, referencePath, resultPath } from '../checks/paths.ts';
import type { Check, Shape } from '../checks/shape.ts';
import { objectTemplate, template } from '../checks/templates.ts';
import { decimal, integer, orExpression, text } from '../checks/values.ts';
import { COMMON, FLOW, INPUT_OUTPUT, NEXT_OR_END, WITH_RESULT } from './common.ts';
import { itemBatcher, itemReader, resultWriter } from './map-parts.ts';

const MAX_LABEL_LENGTH = 40;

const label: Check = (value, location) => {
  text(value, location);
  if (typeof value === 'string' && (value.length > MAX_LABEL_LENGTH || /[\s?*<>{}[\]:;,\\|^~$#%&`"]/.test(value)))
    location.error('INVALID_LABEL_NAME', `Invalid label name: ${value}`);
};

/** A constant has to be what an expression has to give. */
const items: Check = (value, location) => {
  if (typeof value === 'object' && value !== null) template(value, location);
  else if (isExpression(value)) checkExpression(value, location);
  else location.schema('Expected value of type [ARRAY, OBJECT]');
};

/** Only child executions read from S3, work on batches and write to S3. */
const ONLY_DISTRIBUTED = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

const distributedFields: Shape['together'] = (map, location) => {
  if (isDistributed((map.ItemProcessor ?? map.Iterator) as unknown as Document | undefined)) return;
  for (const field of ONLY_DISTRIBUTED)
    if (Object.hasOwn(map, field)) location.schema(`Field '${field}' is only supported in 'DISTRIBUTED' mode`);
};

/** @param processor checks its ItemProcessor. */
export const map = (processor: Check): Shape => ({
  one: [NEXT_OR_END, ['ItemProcessor', 'Iterator']],
  oneAtMost: [
    ['ItemsPath', 'Items'],
    ['Parameters', 'ItemSelector'],
    ['MaxConcurrency', 'MaxConcurrencyPath'],
    ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
    ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ],
  together: distributedFields,
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    ...WITH_RESULT,
    ItemProcessor: processor,
    Iterator: processor,
    Items: items,
    ItemsPath: itemsPath,
    ItemSelector: objectTemplate,
    ItemReader: itemReader,
    ItemBatcher: itemBatcher,
    ResultWriter: resultWriter,
    Parameters: objectTemplate,
    ResultSelector: objectTemplate,
    ResultPath: resultPath,
    MaxConcurrency: orExpression(integer(0)),
    MaxConcurrencyPath: referencePath,
    ToleratedFailureCount: orExpression(integer(0)),
    ToleratedFailureCountPath: referencePath,
    ToleratedFailurePercentage: orExpression(decimal(0, 100)),
    ToleratedFailurePercentagePath: referencePath,
    Label: label,
    Retry: retry,
    Catch: catchers,
  },
});
