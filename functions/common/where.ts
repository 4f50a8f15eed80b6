/** Acting in another Region, or in another account through a spoke role. */

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { RunContext } from '../../associations/common/contract.ts';
import type { Where } from '../../events/where.ts';

/** The shortest session of AssumeRole, which is longer than any invocation. */
const SESSION_SECONDS = 900;

const sts = new STSClient({});

/** The configuration of an SDK client that acts there. @throws what STS answers. */
export async function clientConfigFor(
  where: Where | undefined,
  requestId: string,
): Promise<RunContext['clientConfig']> {
  const region = where?.region === undefined ? {} : { region: where.region };
  if (where?.roleArn === undefined) return region;
  return { ...region, credentials: await assume(where.roleArn, requestId) };
}

async function assume(roleArn: string, requestId: string) {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      // The other account's CloudTrail shows the session's name.
      RoleSessionName: `offboard-${requestId}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
      ExternalId: process.env.SPOKE_EXTERNAL_ID,
      DurationSeconds: SESSION_SECONDS,
    }),
  );
  if (Credentials === undefined) throw new Error(`STS answered AssumeRole for ${roleArn} without credentials`);
  return {
    accessKeyId: Credentials.AccessKeyId ?? '',
    secretAccessKey: Credentials.SecretAccessKey ?? '',
    sessionToken: Credentials.SessionToken ?? '',
  };
}
