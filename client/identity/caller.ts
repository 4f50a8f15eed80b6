import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { StackClient } from '../stack-client.ts';

/** The ARN of the user or of the assumed role's session. */
export async function callerArn(client: StackClient): Promise<string> {
  const { Arn } = await (await client.aws.sts()).send(new GetCallerIdentityCommand({}));
  return Arn ?? 'unknown';
}
