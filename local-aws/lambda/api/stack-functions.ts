/** The stack's functions, as an operation names one: by name, by ARN or in part. */

import type { AccountRegion } from '../../core/account-region.ts';
import type { Call, Permission } from '../../core/aws.ts';
import type { FunctionDefinition } from '../execution/definition.ts';
import { invalidParameter, notFound } from '../execution/failures.ts';

const NAME =
  /^(?:arn:aws[\w-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w.-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]+))?$/;

/** A function by its name, its partial ARN (`account:function:name`) or its ARN, each with an optional qualifier. */
function readName(
  wanted: string,
  { region, account }: AccountRegion,
): { name: string; arn: string; qualifier: string | undefined } {
  const [, inRegion = region, inAccount = account, name = '', qualifier] = NAME.exec(wanted) ?? [];
  return { name, arn: `arn:aws:lambda:${inRegion}:${inAccount}:function:${name}`, qualifier };
}

/** The only version there is. */
export const NEWEST = '$LATEST';

/** The prefix of every path. */
export const ROOT = '/2015-03-31/functions';

export interface NamesFunction {
  FunctionName: string;
  Qualifier?: string | undefined;
}

export class StackFunctions {
  readonly all: readonly FunctionDefinition[];
  readonly byName: ReadonlyMap<string, FunctionDefinition>;

  constructor(all: readonly FunctionDefinition[]) {
    this.all = all;
    this.byName = new Map(all.map((definition) => [definition.name, definition]));
  }

  /** @throws AwsError ResourceNotFoundException (404), for a version or an alias too: there is the newest only. */
  find({ FunctionName, Qualifier }: NamesFunction, call: Call): FunctionDefinition {
    const { name, arn, qualifier } = readName(FunctionName, call);
    const definition = this.byName.get(name);
    if (definition?.arn !== arn) throw notFound(arn);
    if (Qualifier !== undefined && qualifier !== undefined && Qualifier !== qualifier) {
      throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
    }
    const asked = Qualifier ?? qualifier ?? NEWEST;
    if (asked !== NEWEST) throw notFound(`${arn}:${asked}`);
    return definition;
  }

  has({ FunctionName }: NamesFunction, call: Call): boolean {
    return this.byName.has(readName(FunctionName, call).name);
  }

  /** The function's own policy, undefined where it has none or is not there. */
  policyOf({ FunctionName }: NamesFunction, call: Call) {
    return this.byName.get(readName(FunctionName, call).name)?.policy;
  }
}

/** The permission of an operation: one action on the function it names. */
export function on(action: string) {
  return ({ FunctionName }: NamesFunction, call: Call): Permission[] => [
    { action, resource: readName(FunctionName, call).arn },
  ];
}
