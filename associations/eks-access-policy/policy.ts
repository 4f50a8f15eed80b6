import { synchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import { type AccessPolicy, nameOf } from './target.ts';

export const policy: Policy<AccessPolicy> = {
  service: 'EKS',

  pace: synchronous,
  /** EKS publishes no rate; each item makes three to four calls. */
  maxConcurrency: 5,

  subjects: {
    principal: { field: 'principalArn', description: 'an IAM role or user, by its ARN' },
    user: { field: 'userName', description: 'an IAM user with access to EKS clusters' },
    account: { field: 'account', description: 'an account whose roles and users have access to EKS clusters' },
    cluster: { field: 'clusterName', description: 'an EKS cluster' },
    'access-policy': { field: 'policyArn', description: 'an EKS access policy, by its ARN' },
  },
  filterOf: ({ clusterName, principalArn }) => ({ clusterName, principalArn }),

  assess({ target: { clusterName, principalArn, policyArn }, snapshot }) {
    const { accessScope = {} } = (snapshot ?? {}) as { accessScope?: { type?: string; namespaces?: string[] } };
    const isShared = nameOf(principalArn).startsWith('AWSReservedSSO_');
    const isAdmin = nameOf(policyArn) === 'AmazonEKSClusterAdminPolicy' && accessScope.type === 'cluster';
    const scope =
      accessScope.type === 'namespace' ? `namespaces ${accessScope.namespaces?.join(', ')}` : 'all namespaces';
    return {
      risks: [...(isShared ? ['shared-role'] : []), ...(isAdmin ? ['cluster-admin'] : [])],
      impact: [
        `${nameOf(principalArn)} loses ${nameOf(policyArn)} for ${scope} of ${clusterName}; its Kubernetes groups, its other policies and aws-auth stay`,
        ...(isShared ? ['everyone with this permission set of IAM Identity Center in the account loses it'] : []),
        ...(isAdmin ? ['if no other principal administers the cluster, only the API of EKS lets anyone in again'] : []),
      ],
      restoreMethod: 'associating the policy again with the scope it had, while the access entry exists',
    };
  },
  restoreSideEffects: 'the principal has the rights of the policy again',
};
