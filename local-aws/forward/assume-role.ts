/** AssumeRole of a role in the real account, on the terms of this program. */

import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError } from '../core/aws.ts';
import type { WireRequest, WireResponse } from '../core/message.ts';
import { formOf } from '../wire/query.ts';
import { readXml } from '../wire/read-xml.ts';
import type { SessionCredentials } from './options.ts';

/** The session may do what its role may and, of that, nothing but these actions: AWS itself holds it to them. */
export function sessionPolicy(actions: readonly string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: actions, Resource: '*' }] };
}

/** The function's request with the policy of the session in it. @throws AwsError for one that has a policy already. */
export function withPolicy(request: WireRequest, policy: object): WireRequest {
  const form = formOf(request.body.toString('utf8'));
  if (form.has('Policy') || [...form.keys()].some((name) => name.startsWith('PolicyArns')))
    throw new AwsError('ValidationError', 'AssumeRole with a session policy of its own is not forwarded');
  form.set('Policy', JSON.stringify(policy));
  return { ...request, body: Buffer.from(form.toString()) };
}

export interface Assumed extends SessionCredentials {
  /** ISO 8601. */
  expiration: string;
  /** `arn:aws:sts::111122223333:assumed-role/R/S` */
  arn: string;
  id: string;
}

/** @throws Error for an answer of STS that holds no session. */
export function readAssumed({ body }: WireResponse, { RoleArn }: AssumeRoleRequest): Assumed {
  const { AssumeRoleResult: result } = readXml(body.toString()) as { AssumeRoleResult?: AssumeRoleResult };
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = result?.Credentials ?? {};
  const { Arn, AssumedRoleId = '' } = result?.AssumedRoleUser ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration || !Arn)
    throw new Error(`STS answered AssumeRole for ${RoleArn} without a session`);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
    arn: Arn,
    id: AssumedRoleId,
  };
}

interface AssumeRoleResult {
  Credentials?: Readonly<Record<string, string>>;
  AssumedRoleUser?: Readonly<Record<string, string>>;
}
