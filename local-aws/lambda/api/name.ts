import type { AccountRegion } from '../../core/account-region.ts';

const NAME =
  /^(?:arn:aws[\w-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w.-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]+))?$/;

/** A function by its name, its partial ARN (`account:function:name`) or its ARN, each with an optional qualifier. */
export function readName(
  wanted: string,
  { region, account }: AccountRegion,
): { name: string; arn: string; qualifier: string | undefined } {
  const [, inRegion = region, inAccount = account, name = '', qualifier] = NAME.exec(wanted) ?? [];
  return { name, arn: `arn:aws:lambda:${inRegion}:${inAccount}:function:${name}`, qualifier };
}
