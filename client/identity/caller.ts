/** Who the caller is, by the identity that STS vouches for. */

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Context } from '../../cli/command.ts';

/** The ARN of the user or of the assumed role's session. */
export async function callerArn(context: Context): Promise<string> {
  const { Arn } = await (await context.clients().sts()).send(new GetCallerIdentityCommand({}));
  return Arn ?? 'unknown';
}
