/** Whose credentials are used, and where: asked of STS before anything runs. */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ClientError } from '../../client/errors.ts';
import { endpointOf } from '../common/endpoint.ts';
import { usage } from '../common/exit.ts';

/** To be said after "To go on," or on its own. */
export const SIGN_IN = 'sign in again, for example with: aws sso login';

/** The caller's credentials are missing, have ended, or are not AWS's: a new login mends it. */
export class CredentialsEnded extends ClientError {}

export interface Caller {
  account: string;
  region: string;
  /** `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_0123/dana` */
  arn: string;
  /** From the SDK's default provider chain, renewed when they end. */
  credentials(): Promise<AwsCredentialIdentity>;
}

/** @throws ClientError INVALID without a Region or for an endpoint that is not encrypted, NOT_PERMITTED without credentials that AWS accepts. */
export async function findCaller(
  region: string | undefined,
  requestHandler: NodeHttpHandler,
  signal: AbortSignal,
): Promise<Caller> {
  // A login while this runs writes files, of which the SDK otherwise keeps what it has read first.
  const credentials = defaultProvider({ ignoreCache: true });
  const sts = new STSClient({ ...(region === undefined ? {} : { region }), credentials, requestHandler });
  const found = await sts.config.region().catch(() => {
    throw usage('no AWS Region is set', 'set one with --region or AWS_REGION, or in the profile');
  });
  await endpointOf(sts.config);
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    refuseOtherPartitions(Arn);
    return { account: Account, region: found, arn: Arn, credentials: () => sts.config.credentials() };
  } catch (error) {
    throw credentialsError(error as Error) ?? error;
  }
}

/** The stack's state machines and policies name the commercial partition. */
function refuseOtherPartitions(arn: string): void {
  const [, partition] = arn.split(':');
  if (partition === 'aws') return;
  throw usage(`${arn} is in the partition ${partition}; --here works in the partition aws only`);
}

/** What to do about credentials that are missing, ended or not AWS's; undefined for any other error. */
export function credentialsError({ name, message }: Error): CredentialsEnded | undefined {
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return new CredentialsEnded('NOT_PERMITTED', `no AWS credentials: ${message}`, `set AWS_PROFILE, or ${SIGN_IN}`);
  }
  if (/^ExpiredToken(Exception)?$/.test(name)) {
    return new CredentialsEnded('NOT_PERMITTED', 'your AWS credentials have expired', SIGN_IN);
  }
  if (/^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId)$/.test(name)) {
    return new CredentialsEnded('NOT_PERMITTED', 'AWS does not know these credentials', SIGN_IN);
  }
  return undefined;
}

/** A role's session has another name after each login. */
export function identityOf(arn: string): string {
  return arn.includes(':assumed-role/') ? arn.slice(0, arn.lastIndexOf('/')) : arn;
}
