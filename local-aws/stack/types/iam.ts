/** IAM: roles and policies, read by `iam/`. */

import type { Named, ResourceTypes } from './contract.ts';

export const iamTypes: ResourceTypes = {
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    ref: ({ name }) => name,
    attributes: {
      Arn: (role) => iamArn(role, 'role'),
      // IAM makes it up: AROA and seventeen characters. Nothing may depend on which.
      RoleId: ({ name }) =>
        `AROA${name
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, '')
          .padEnd(17, 'X')
          .slice(0, 17)}`,
    },
    deploy: 'part',
  },
  'AWS::IAM::Policy': { ref: ({ name }) => name, deploy: 'part' },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    ref: (policy) => iamArn(policy, 'policy'),
    deploy: 'part',
  },
};

function iamArn({ partition, account, name, property }: Named, sort: 'role' | 'policy'): string {
  return `arn:${partition}:iam::${account}:${sort}${property('Path') ?? '/'}${name}`;
}
