import { isObject } from '../../model/json.ts';
import { catchers, retry } from '../checks/errors.ts';
import { referencePath, resultPath } from '../checks/paths.ts';
import type { Check, Shape } from '../checks/shape.ts';
import { objectTemplate } from '../checks/templates.ts';
import { integer, orExpression } from '../checks/values.ts';
import { COMMON, FLOW, INPUT_OUTPUT, NEXT_OR_END, WITH_RESULT } from './common.ts';

const resource: Check = (value, location) => {
  if (typeof value !== 'string' || !value.startsWith('arn:')) location.schema('Value is not a valid resource ARN');
  else if (location.rules.support(value) === 'unserved') location.notServed(`The resource ${value}`);
  else if (location.rules.support(value) === 'unknown')
    location.schema(
      `The resource provided ${value} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    );
  else if (location.rules.type === 'EXPRESS') checkExpress(value, location);
};

const WAITING = /(\.sync(?::2)?|\.waitForTaskToken)$/;

/** AWS's message ends with a blank. */
const checkExpress = (value: string, location: Parameters<Check>[1]): void => {
  const waiting = WAITING.exec(value)?.[1];
  if (waiting) location.schema(`Express state machine does not support '${waiting}' service integration `);
  if (value.includes(':activity:')) location.schema('Express state machine does not support Activity ARN');
};

const credentials: Check = (value, location) => {
  objectTemplate(value, location);
  if (isObject(value) && !Object.hasOwn(value, 'RoleArn') && !Object.hasOwn(value, 'RoleArn.$'))
    location.schema("The field 'RoleArn' is required but was missing");
};

/** The States Language asks for a heartbeat interval smaller than the timeout. */
const heartbeatWithinTimeout: Shape['together'] = ({ HeartbeatSeconds, TimeoutSeconds }, location) => {
  if (typeof HeartbeatSeconds !== 'number' || typeof TimeoutSeconds !== 'number') return;
  if (HeartbeatSeconds >= TimeoutSeconds)
    location.schema("The value of 'HeartbeatSeconds' must be smaller than the value of 'TimeoutSeconds'");
};

const seconds = orExpression(integer(1, 99_999_999));

export const task: Shape = {
  required: ['Resource'],
  one: [NEXT_OR_END],
  oneAtMost: [
    ['TimeoutSeconds', 'TimeoutSecondsPath'],
    ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
  ],
  together: heartbeatWithinTimeout,
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    ...FLOW,
    ...WITH_RESULT,
    Resource: resource,
    Parameters: objectTemplate,
    Arguments: objectTemplate,
    ResultSelector: objectTemplate,
    ResultPath: resultPath,
    Credentials: credentials,
    TimeoutSeconds: seconds,
    TimeoutSecondsPath: referencePath,
    HeartbeatSeconds: seconds,
    HeartbeatSecondsPath: referencePath,
    Retry: retry,
    Catch: catchers,
  },
};
