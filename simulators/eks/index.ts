/** Amazon EKS: the access policies of access entries. */

import type { Simulator } from '../common/simulator.ts';
import { accessPolicies, variants } from './access-policies.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';

const deployer = {
  association: 'eks-access-policy',
  target: {
    clusterName: 'prod',
    principalArn: 'arn:aws:iam::111122223333:role/team/deployer',
    policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy',
  },
};

export const eks: Simulator = {
  serve,
  associations: [accessPolicies],
  durations: { eks: [0, 0] },
  variants,
  seedSmall,
  generated: [generated],
  samples: [{ title: 'a role’s access to a Kubernetes cluster', data: deployer, expected: 'DISASSOCIATED' }],
};
