/** Whose credentials are used, and where: asked of STS before anything runs. */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ClientError } from '../../client/errors.ts';
import { endpointOf } from '../common/endpoint.ts';
import { usage } from '../common/exit.ts';

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
  const sts = new STSClient({ ...(region === undefined ? {} : { region }), requestHandler });
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

const SIGN_IN = 'sign in again, for example with: aws sso login';

/** What to do about credentials that are missing, ended or not AWS's; undefined for any other error. */
export function credentialsError({ name, message }: Error): ClientError | undefined {
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return new ClientError('NOT_PERMITTED', `no AWS credentials: ${message}`, `set AWS_PROFILE, or ${SIGN_IN}`);
  }
  if (/^ExpiredToken(Exception)?$/.test(name)) {
    return new ClientError('NOT_PERMITTED', 'your AWS credentials have expired', SIGN_IN);
  }
  if (/^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId)$/.test(name)) {
    return new ClientError('NOT_PERMITTED', 'AWS does not know these credentials', SIGN_IN);
  }
  return undefined;
}
