/** Sessions of roles. */

import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { AwsError, type Identity, type Operation } from '../../core/aws.ts';
import type { CredentialsStore } from '../../iam/identities.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { assumedRoleId } from './assumed-role-id.ts';
import type { INPUTS } from './inputs.ts';

const HOUR = 3600;

export interface StsParts {
  credentials: CredentialsStore;
  /** @throws AwsError AccessDenied where the role does not exist, or its trust policy does not let the caller in. */
  assume(roleArn: string, sessionName: string, caller: Identity, options: { externalId?: string }): Identity;
}

export function roleOperations({ credentials, assume }: StsParts) {
  const AssumeRole: Operation<Checked<AssumeRoleRequest, typeof INPUTS.AssumeRole>, AssumeRoleResponse> = {
    permissions: ({ RoleArn, ExternalId }) => [
      {
        action: 'sts:AssumeRole',
        resource: RoleArn,
        context: ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId },
      },
    ],
    run(input, { identity }) {
      const { RoleArn: roleArn, RoleSessionName: session, ExternalId: externalId } = input;
      const seconds = durationOf(input, identity);
      const assumed = assume(roleArn, session, identity, externalId === undefined ? {} : { externalId });
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
      };
    },
  };
  return { AssumeRole };
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
