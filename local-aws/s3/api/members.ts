/** What S3 allows the members of its inputs to be, and how it words what it does not. */

import { AwsError } from '../../core/aws.ts';

const BOOLEAN = ['true', 'false'];

const AMONG: Readonly<Record<string, readonly string[]>> = {
  BypassGovernanceRetention: BOOLEAN,
  ChecksumMode: ['ENABLED'],
  ChecksumType: ['COMPOSITE', 'FULL_OBJECT'],
  EncodingType: ['url'],
  FetchOwner: BOOLEAN,
  ObjectLockEnabledForBucket: BOOLEAN,
  MetadataDirective: ['COPY', 'REPLACE'],
  ObjectLockMode: ['GOVERNANCE', 'COMPLIANCE'],
  RequestPayer: ['requester'],
  TaggingDirective: ['COPY', 'REPLACE'],
};

/** In bytes of UTF-8. */
const LONGEST_KEY = 1024;

/** @throws AwsError InvalidArgument, KeyTooLongError, InvalidBucketOwnerAWSAccountID */
export function refuseMembers(input: object): void {
  for (const [name, value] of Object.entries(input)) {
    if (AMONG[name]?.includes(String(value)) === false) throw invalidArgument(name, value);
  }
  const { Key = '', ...rest } = input as {
    Key?: string;
    ExpectedBucketOwner?: string;
    ExpectedSourceBucketOwner?: string;
  };
  if (Buffer.byteLength(Key) > LONGEST_KEY)
    throw new AwsError('KeyTooLongError', 'Your key is too long', {
      fields: { Size: Buffer.byteLength(Key), MaxSizeAllowed: LONGEST_KEY },
    });
  const owners = [rest.ExpectedBucketOwner ?? ANY_ACCOUNT, rest.ExpectedSourceBucketOwner ?? ANY_ACCOUNT];
  if (!owners.every((owner) => /^\d{12}$/.test(owner)))
    throw new AwsError(
      'InvalidBucketOwnerAWSAccountID',
      'The value of the expected bucket owner parameter must be an AWS account ID',
    );
}

const ANY_ACCOUNT = '0'.repeat(12);

function invalidArgument(ArgumentName: string, ArgumentValue: unknown): AwsError {
  return new AwsError(
    'InvalidArgument',
    `Invalid value for ${ArgumentName}: one of ${AMONG[ArgumentName]?.join(', ')}`,
    {
      fields: { ArgumentName, ArgumentValue },
    },
  );
}
