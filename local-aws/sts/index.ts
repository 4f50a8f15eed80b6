/** AWS STS: who am I, and may I be somebody else for a while. */

import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import { AwsError, type Identity, type Operation, type Service } from '../core/aws.ts';
import { hex } from '../core/random.ts';
import type { CredentialsStore } from '../iam/identities.ts';
import { type Inputs, typed } from '../wire/input/typed.ts';
import { validate } from '../wire/input/validate.ts';

const VERSION = '2011-06-15';
const HOUR = 3600;

export interface StsParts {
  credentials: CredentialsStore;
  /** @throws AwsError AccessDenied where the role does not exist, or its trust policy does not let the caller in. */
  assume(roleArn: string, sessionName: string, caller: Identity, options: { externalId?: string }): Identity;
}

const inputs: Inputs = {
  GetCallerIdentity: {},
  AssumeRole: { RoleArn: 'text', RoleSessionName: 'text', ExternalId: 'text', DurationSeconds: 'scalar' },
};

export function sts({ credentials, assume }: StsParts): Service {
  const GetCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
    // AWS: no permission is needed, and none can be taken away.
    permissions: () => [],
    run: (_input, { identity }) => ({
      UserId: identity.roleArn ? assumedRoleId(identity.arn, identity.roleArn) : identity.account,
      Account: identity.account,
      Arn: identity.arn,
    }),
  };
  const AssumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
    permissions: ({ RoleArn = '', ExternalId }) => [
      {
        action: 'sts:AssumeRole',
        resource: RoleArn,
        context: ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId },
      },
    ],
    run(input, { identity }) {
      const { RoleArn: roleArn = '', RoleSessionName: session = '', ExternalId: externalId } = input;
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
  const service: Service = {
    name: 'sts',
    signingName: 'sts',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `https://sts.amazonaws.com/doc/${VERSION}/`,
    operations: { GetCallerIdentity, AssumeRole },
  };
  return typed(service, inputs);
}

/** @throws AwsError ValidationError */
function durationOf(input: AssumeRoleRequest, caller: Identity): number {
  validate(
    input,
    {
      RoleArn: { required: true, length: [20, 2048] },
      RoleSessionName: { required: true, length: [2, 64], pattern: '[\\w+=,.@-]*' },
      ExternalId: { length: [2, 1224], pattern: '[\\w+=,.@:\\/-]*' },
      DurationSeconds: { range: [900, 43_200] },
    },
    { code: 'ValidationError' },
  );
  const seconds = Number(input.DurationSeconds ?? HOUR);
  if (caller.roleArn && seconds > HOUR) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return seconds;
}

function assumedRoleId(arn: string, roleArn: string): string {
  return `AROA${hex(17, roleArn).toUpperCase()}:${arn.split('/').at(-1)}`;
}
