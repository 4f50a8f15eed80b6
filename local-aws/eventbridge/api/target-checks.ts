/** Validates targets for PutTargets. */

import type { Target } from '@aws-sdk/client-eventbridge';
import { validate } from '../../wire/input/validate.ts';
import { parsePath } from '../delivery/json-path.ts';
import { PLACEHOLDER, PREDEFINED } from '../delivery/target-input.ts';
import { destinationOf } from '../destinations/index.ts';
import { arnParts } from '../state/arns.ts';
import { invalidParameter, validationException } from '../state/errors.ts';
import type { KeptTarget } from '../state/rules.ts';

const MOST_VARIABLES = 100;

/** @throws AwsError ValidationException */
export function checkTarget(target: Target): KeptTarget {
  const { InputTransformer, RetryPolicy = {} } = target;
  const checked = { ...target, ...RetryPolicy, InputTemplate: InputTransformer?.InputTemplate };
  validate(checked, {
    Id: { required: true, length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' },
    Arn: { required: true, length: [1, 1600] },
    Input: { length: [0, 8192] },
    InputPath: { length: [0, 256] },
    InputTemplate: { required: InputTransformer !== undefined, length: [1, 8192] },
    MaximumRetryAttempts: { range: [0, 185] },
    MaximumEventAgeInSeconds: { range: [60, 86_400] },
  });
  const { Id, Arn } = checked;
  const kept = { ...target, Id, Arn };
  checkDestination(kept);
  checkInput(kept);
  return kept;
}

function checkDestination({ Arn, RoleArn, DeadLetterConfig }: KeptTarget): void {
  if (!arnParts(Arn)) throw invalidParameter(Arn, 'Provided Arn is not in correct format.');
  const destination = destinationOf(Arn);
  if (!destination) {
    throw invalidParameter(Arn, 'Local AWS delivers to state machines, functions, queues and event buses only.');
  }
  if (destination.needsRole && RoleArn === undefined)
    throw validationException(`RoleArn is required for target ${Arn}.`);
  const queue = DeadLetterConfig?.Arn;
  if (queue === undefined) return;
  const { service, resource } = arnParts(queue) ?? {};
  if (service !== 'sqs' || resource?.endsWith('.fifo')) {
    throw invalidParameter('DeadLetterConfig.Arn', 'A dead-letter queue is a standard Amazon SQS queue.');
  }
}

function checkInput({ Id, Input, InputPath, InputTransformer }: KeptTarget): void {
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1) {
    throw validationException(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input)) throw validationException(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && !parsePath(InputPath))
    throw invalidParameter('InputPath', `Invalid JSONPath ${InputPath}`);
  const { InputPathsMap = {}, InputTemplate = '' } = InputTransformer ?? {};
  checkVariables(Id, InputPathsMap, InputTemplate);
}

function checkVariables(id: string, paths: Record<string, string>, template: string): void {
  const names = Object.keys(paths);
  if (names.length > MOST_VARIABLES) throw invalidParameter('InputPathsMap', `At most ${MOST_VARIABLES} variables.`);
  for (const name of names) {
    if (/^aws\./i.test(name)) throw invalidParameter('InputPathsMap', `The name ${name} is reserved.`);
    if (!parsePath(paths[name] as string)) throw invalidParameter('InputPathsMap', `Invalid JSONPath ${paths[name]}`);
  }
  for (const [, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (!Object.hasOwn(paths, name) && !Object.hasOwn(PREDEFINED, name)) {
      throw validationException(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
