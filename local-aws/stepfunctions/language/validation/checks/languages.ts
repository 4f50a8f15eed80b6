/** The fields that only one of the two query languages has. */

import { comparisons } from '../../expressions/choice/comparisons.ts';
import { typeTests } from '../../expressions/choice/type-tests.ts';

export const JSONPATH_FIELDS: ReadonlySet<string> = new Set([
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'TimestampPath',
  'MaxConcurrencyPath',
  'ToleratedFailurePercentagePath',
  'ToleratedFailureCountPath',
  'MaxItemsPath',
  'MaxItemsPerBatchPath',
  'MaxInputBytesPerBatchPath',
  'ErrorPath',
  'CausePath',
  'Variable',
  'And',
  'Or',
  'Not',
  ...Object.keys(typeTests),
  ...Object.keys(comparisons).flatMap((operator) => [operator, `${operator}Path`]),
]);

export const JSONATA_FIELDS: ReadonlySet<string> = new Set(['Arguments', 'Output', 'Items', 'Condition']);
