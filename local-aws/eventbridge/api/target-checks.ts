import type { Target } from '@aws-sdk/client-eventbridge';
import { parsePath } from '../delivery/json-path.ts';
import { PLACEHOLDER, PREDEFINED } from '../delivery/target-input.ts';
import { destinationOf } from '../destinations/index.ts';
import { arnParts } from '../state/arns.ts';
import { invalidParameter, validationException } from '../state/errors.ts';
import type { KeptTarget } from '../state/rules.ts';

/** @throws AwsError ValidationException */
export function checkTarget(target: Target): KeptTarget {
  const { Id = '', Arn = '' } = target;
  const checked = { ...target, Id, Arn };
  checkDestination(checked);
  checkInput(checked);
  return checked;
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
  for (const name of Object.keys(paths)) {
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
