import { catchers, retry } from '../checks/errors.ts';
import { checkExpression, isExpression } from '../checks/jsonata.ts';
import { itemsPath, referencePath, resultPath } from '../checks/paths.ts';
import type { Check, Shape } from '../checks/shape.ts';
import { template } from '../checks/templates.ts';
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
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    ...WITH_RESULT,
    ItemProcessor: processor,
    Iterator: processor,
    Items: items,
    ItemsPath: itemsPath,
    ItemSelector: template,
    ItemReader: itemReader,
    ItemBatcher: itemBatcher,
    ResultWriter: resultWriter,
    Parameters: template,
    ResultSelector: template,
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
