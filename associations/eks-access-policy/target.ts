/** An access policy of an EKS access entry: the request of DisassociateAccessPolicy. */

import * as v from 'valibot';
import { type TargetContract, text } from '../common/target.ts';

const schema = v.pipe(
  v.strictObject({
    clusterName: text(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, '1 to 100 letters, digits, hyphens and underscores'),
    principalArn: text(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'the ARN of an IAM role or user'),
    policyArn: text(/^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/[\w-]{1,99}$/, 'the ARN of an EKS access policy'),
  }),
  v.readonly(),
);

export type AccessPolicy = v.InferOutput<typeof schema>;

export const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

export const target: TargetContract<AccessPolicy> = {
  title: 'an access policy of an EKS access entry',
  schema,
  example: {
    clusterName: 'prod',
    principalArn: 'arn:aws:iam::111122223333:role/team/deployer',
    policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy',
  },
  fields: {
    clusterName: 'the cluster',
    principalArn: 'the IAM role or user of the access entry',
    policyArn: 'the access policy, by its ARN',
  },
  label: ({ clusterName, principalArn, policyArn }) => [clusterName, nameOf(principalArn), nameOf(policyArn)].join('/'),
};
