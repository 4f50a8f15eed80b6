import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError, type Identity } from '../../core/aws.ts';
import type { CredentialsStore } from '../../iam/identities.ts';
import type { PolicyDocument } from '../../iam/policy.ts';
import type { AssumeOptions } from '../../iam/session.ts';
import { readSessionPolicy } from '../../iam/session-policy.ts';
import { assumedRoleId } from './assumed-role-id.ts';
import type { Operations } from './inputs.ts';

const HOUR = 3600;

export interface StsParts {
  credentials: CredentialsStore;
  /** @throws AwsError AccessDenied where the role does not exist, or its trust policy does not let the caller in. */
  assume(roleArn: string, sessionName: string, caller: Identity, options: AssumeOptions): Identity;
}

export function roleOperations({ credentials, assume }: StsParts) {
  return {
    AssumeRole: {
      permissions: ({ RoleArn, ExternalId, SourceIdentity }) => {
        const context = {
          ...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
          ...(SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': SourceIdentity }),
        };
        const actions = SourceIdentity === undefined ? ['AssumeRole'] : ['AssumeRole', 'SetSourceIdentity'];
        return actions.map((action) => ({ action: `sts:${action}`, resource: RoleArn, context }));
      },
      run(input, { identity }) {
        const { RoleArn: roleArn, RoleSessionName: session } = input;
        const seconds = durationOf(input, identity);
        const policy = input.Policy === undefined ? undefined : readSessionPolicy(input.Policy);
        const assumed = assume(roleArn, session, identity, optionsOf(input, policy?.document));
        const issued = credentials.issue(
          { ...assumed, ...(identity.advancesClock ? { advancesClock: true } : {}) },
          seconds,
        );
        return {
          Credentials: {
            AccessKeyId: issued.accessKeyId,
            SecretAccessKey: issued.secretAccessKey,
            SessionToken: issued.sessionToken,
            Expiration: new Date(issued.expiration),
          },
          AssumedRoleUser: { AssumedRoleId: assumedRoleId(assumed.arn, roleArn), Arn: assumed.arn },
          SourceIdentity: assumed.sourceIdentity,
          PackedPolicySize: policy?.packedSize,
        };
      },
    },
  } satisfies Operations;
}

function optionsOf(
  { ExternalId, SourceIdentity }: AssumeRoleRequest,
  sessionPolicy: PolicyDocument | undefined,
): AssumeOptions {
  return {
    ...(ExternalId === undefined ? {} : { externalId: ExternalId }),
    ...(SourceIdentity === undefined ? {} : { sourceIdentity: SourceIdentity }),
    ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
  };
}

/** @throws AwsError ValidationError */
function durationOf(input: AssumeRoleRequest, caller: Identity): number {
  const seconds = input.DurationSeconds ?? HOUR;
  if (caller.roleArn && seconds > HOUR) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return seconds;
}
