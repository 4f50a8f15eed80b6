/** The types of EventBridge's members, by their names in its model. */

import { AwsError, type Call, type Operation } from '../../core/aws.ts';

type Shape = 'string' | 'number' | 'boolean' | 'structure' | 'map' | 'list of strings' | 'list of structures';

const MEMBERS: ReadonlyMap<string, Shape> = new Map(
  (
    [
      ['string', 'Name EventBusName Rule EventPattern Event ScheduleExpression State Description RoleArn NamePrefix'],
      ['string', 'NextToken TargetArn ResourceARN Policy Action Principal StatementId Type Key Value'],
      ['string', 'Id Arn Input InputPath InputTemplate MessageGroupId Source DetailType Detail TraceHeader'],
      ['number', 'Limit MaximumRetryAttempts MaximumEventAgeInSeconds'],
      ['boolean', 'Force RemoveAllPermissions'],
      ['structure', 'Condition RetryPolicy DeadLetterConfig InputTransformer SqsParameters'],
      ['map', 'InputPathsMap'],
      ['list of strings', 'Ids TagKeys Resources'],
      ['list of structures', 'Entries Targets Tags'],
    ] as const
  ).flatMap(([shape, names]) => names.split(' ').map((name): [string, Shape] => [name, shape])),
);

/** The operations with a check of their input. A member that is null counts as absent. */
export function shaped(operations: Readonly<Record<string, Operation<never, unknown>>>): Record<string, Operation> {
  const entries = Object.entries(operations as Readonly<Record<string, Operation>>);
  return Object.fromEntries(entries.map(([name, operation]) => [name, checked(operation)]));
}

function checked(operation: Operation): Operation {
  const { resourcePolicy } = operation;
  return {
    ...operation,
    permissions(input: unknown, call: Call) {
      checkStructure(input, 'the input');
      return operation.permissions(input, call);
    },
    ...(resourcePolicy && {
      resourcePolicy(input: unknown, call: Call) {
        checkStructure(input, 'the input');
        return resourcePolicy(input, call);
      },
    }),
  };
}

function checkStructure(value: unknown, where: string): void {
  if (!isObject(value)) throw wrong(where, 'structure');
  for (const [name, member] of Object.entries(value)) {
    const shape = MEMBERS.get(name);
    if (member === null) delete value[name];
    else if (member !== undefined && shape) checkMember(member, shape, name);
  }
}

const isText = (value: unknown) => typeof value === 'string';

const FITS: Readonly<Record<Shape, (value: unknown) => boolean>> = {
  string: isText,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  structure: isObject,
  map: (value) => isObject(value) && Object.values(value).every(isText),
  'list of strings': (value) => Array.isArray(value) && value.every(isText),
  'list of structures': Array.isArray,
};

function checkMember(value: unknown, shape: Shape, name: string): void {
  if (!FITS[shape](value)) throw wrong(name, shape);
  if (shape === 'structure') checkStructure(value, name);
  if (shape === 'list of structures')
    for (const each of value as unknown[]) checkStructure(each, `a member of ${name}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(where: string, shape: Shape): AwsError {
  return new AwsError('SerializationException', `${where} must be a ${shape}`);
}
