/** Access control lists, which buckets do not have: an object's owner is its bucket's. */

import { AwsError } from '../../core/aws.ts';

export interface AclInput {
  ACL?: string;
  GrantFullControl?: string;
  GrantRead?: string;
  GrantReadACP?: string;
  GrantWrite?: string;
  GrantWriteACP?: string;
}

export const ACL_HEADERS = {
  'x-amz-acl': 'ACL',
  'x-amz-grant-full-control': 'GrantFullControl',
  'x-amz-grant-read': 'GrantRead',
  'x-amz-grant-read-acp': 'GrantReadACP',
  'x-amz-grant-write': 'GrantWrite',
  'x-amz-grant-write-acp': 'GrantWriteACP',
};

/** @throws AwsError AccessControlListNotSupported for what asks for more than the owner has by itself. */
export function refuseAcl({ ACL, ...rest }: AclInput): void {
  const grants = Object.keys(rest).some((member) => member.startsWith('Grant'));
  if ((ACL === undefined || ACL === 'bucket-owner-full-control') && !grants) return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

/** @throws AwsError InvalidBucketAclWithObjectOwnership */
export function refuseBucketAcl({ ACL, ...rest }: AclInput): void {
  const grants = Object.keys(rest).some((member) => member.startsWith('Grant'));
  if ((ACL === undefined || ACL === 'private') && !grants) return;
  throw new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );
}
