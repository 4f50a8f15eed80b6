/** The ways to name a function. */

import type { AccountRegion } from '../../core/account-region.ts';
import { AwsError } from '../../core/aws.ts';

/**
 * A function by its name, its partial ARN (`account:function:name`) or its ARN, each with an optional qualifier.
 * @throws AwsError ValidationException
 */
export function readName(
  wanted: string | undefined,
  { region, account }: AccountRegion,
): { name: string; arn: string } {
  const match =
    /^(?:arn:aws[\w-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$/.exec(
      wanted ?? '',
    );
  if (!match) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${wanted}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  const [, inRegion = region, inAccount = account, name = ''] = match;
  return { name, arn: `arn:aws:lambda:${inRegion}:${inAccount}:function:${name}` };
}
