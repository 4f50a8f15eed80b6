/** Callers of AssumeRole, and the sessions they get. */

import type { Identity } from '../core/aws.ts';
import type { PolicyDocument } from './policy.ts';

/** Options of AssumeRole, from STS or from a service. */
export interface AssumeOptions {
  externalId?: string;
  sessionPolicy?: PolicyDocument;
  sourceIdentity?: string;
  /** The rule or machine that an AWS service calls for: aws:SourceArn. */
  sourceArn?: string;
}

/**
 * A service by its principal, or a role by its ARN. A service calls for the role's own account here.
 */
export function callerOf(trusted: string, roleArn: string, { sourceArn }: AssumeOptions): Identity {
  if (trusted.startsWith('arn:')) return { arn: trusted, account: accountOf(trusted), roleArn: trusted };
  return {
    arn: trusted,
    account: accountOf(roleArn),
    servicePrincipal: trusted,
    ...(sourceArn === undefined ? {} : { sourceArn }),
  };
}

/** `arn:aws:sts::111122223333:assumed-role/R/S` */
export function sessionOf(
  roleArn: string,
  sessionName: string,
  caller: Identity,
  { sessionPolicy, sourceIdentity = caller.sourceIdentity }: AssumeOptions = {},
): Identity {
  const [, partition = 'aws'] = roleArn.split(':');
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const account = accountOf(roleArn);
  return {
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
    account,
    roleArn,
    ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(caller.advancesClock === undefined ? {} : { advancesClock: caller.advancesClock }),
  };
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
