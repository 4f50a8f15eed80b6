import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { accessPolicies, clusters } from './access-policies.ts';

const POLICIES = ['AmazonEKSAdminPolicy', 'AmazonEKSViewPolicy'] as const;

/** On prod, deployer has two policies, and platform administers; legacy has no access entries. */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  seedCluster(home, 'prod', 'API_AND_CONFIG_MAP');
  seedCluster(home, 'legacy', 'CONFIG_MAP');
  seedPolicy(home, 'prod', 'role/team/deployer', POLICIES[0], ['shop-*']);
  seedPolicy(home, 'prod', 'role/team/deployer', POLICIES[1]);
  seedPolicy(home, 'prod', 'role/platform', 'AmazonEKSClusterAdminPolicy');
  const spoke = seeder(cloud, SPOKE);
  seedCluster(spoke, 'staging');
  seedPolicy(spoke, 'staging', 'user/dana', POLICIES[0]);
}

/** 50 policies a cluster, two a principal. */
export const generated: GeneratedAssociations = {
  label: 'access policies',
  generate(at, count) {
    for (let index = 0; index < count; index++) {
      const cluster = `cluster-${Math.floor(index / 50)}`;
      if (index % 50 === 0) seedCluster(at, cluster);
      seedPolicy(at, cluster, `role/team-${index >> 1}`, POLICIES[index % 2], index % 4 < 2 ? [] : ['dev-*']);
    }
  },
};

function seedCluster({ cloud, location }: Seeder, name: string, authenticationMode = 'API'): void {
  cloud.putResource(clusters, location, name, { name, authenticationMode });
}

function seedPolicy(at: Seeder, clusterName: string, principal: string, policy = '', namespaces: string[] = []): void {
  const principalArn = `arn:aws:iam::${at.location.account}:${principal}`;
  const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
  const type = namespaces.length > 0 ? 'namespace' : 'cluster';
  at.associate(accessPolicies, { clusterName, principalArn, policyArn, accessScope: { type, namespaces } }, 100);
}
