/** Access policies of the entries of clusters. They are associated and disassociated when the service answers. */

import { type AccountRegion, AwsError, type Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  type Association,
  associationType,
  resourceType,
  type SimulatedCloud,
  stepAt,
  synchronousSteps,
  throwScriptedError,
  type Variants,
} from '@offboard/local-aws/simulation';

export const clusters = resourceType<{ name: string; authenticationMode: string }>('eks-cluster');

export interface PolicyFacts {
  clusterName: string;
  principalArn: string;
  policyArn: string;
  accessScope: { type: 'cluster' | 'namespace'; namespaces: string[] };
}

export const accessPolicies = associationType<PolicyFacts>({
  kind: 'eks-access-policy',
  keyOf: ({ clusterName, principalArn, policyArn }) => `${clusterName}|${principalArn}|${policyArn}`,
  targetOf: ({ clusterName, principalArn, policyArn }) => ({ clusterName, principalArn, policyArn }),
  activeStatus: 'ASSOCIATED',
  outcomes: ['succeeds', 'stuck', 'reverts', 'busy', 'error'],
  trials: { slow: { outcome: 'stuck' }, stuck: { outcome: 'busy', after: 600 }, rates: { stuck: 0.05, busy: 0.1 } },
  dates: 'association',
});

type Policy = Association<PolicyFacts>;

const { kind, keyOf, activeStatus: active } = accessPolicies;

export const variants = {
  eksMissing: { question: 'EKS: what answers the end of a policy that is not on the entry?', answers: ['404', '200'] },
  eksLag: { question: 'EKS: for how many seconds does the list show a policy that was ended?', answers: ['0', '20'] },
  eksBusy: { question: 'EKS: what answers while the cluster changes?', answers: ['ResourceInUse', 'InvalidRequest'] },
} as const satisfies Variants;

export const invalid = (message: string) => new AwsError('InvalidParameterException', message);
const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, { status: 404 });

/** The policies that the entries of a cluster have or had: an entry stays when its policies go. */
export function entriesOf(cloud: SimulatedCloud, location: AccountRegion, clusterName: string) {
  const cluster = cloud.resource(clusters, location, clusterName);
  if (!cluster) throw notFound(`No cluster found for name: ${clusterName}.`);
  if (cluster.authenticationMode === 'CONFIG_MAP') {
    const modes = '[API, API_AND_CONFIG_MAP] to perform this operation';
    throw new AwsError('InvalidRequestException', `The cluster's authentication mode must be set to one of ${modes}.`);
  }
  return cloud.associations(accessPolicies, location, `${clusterName}|`);
}

type Entry = Pick<PolicyFacts, 'clusterName' | 'principalArn'>;

export function policiesOf(cloud: SimulatedCloud, at: AccountRegion, { clusterName, principalArn }: Entry) {
  const policies = entriesOf(cloud, at, clusterName).filter(({ facts }) => facts.principalArn === principalArn);
  if (policies.length === 0) throw notFound('The specified principalArn could not be found.');
  return policies;
}

export const isListed = (time: number) => (policy: Policy) => stepAt(policy.timeline, time).status !== ABSENT;

export function describe({ facts: { policyArn, accessScope }, since }: Policy) {
  return { policyArn, accessScope, associatedAt: new Date(since), modifiedAt: new Date(since) };
}

/** "Each policy appears once on an entry": associating it again overwrites its scope. */
export function associate(cloud: SimulatedCloud, call: Call, facts: PolicyFacts): object {
  const { clusterName, principalArn } = facts;
  return cloud.mutate(call, { kind, key: keyOf(facts) }, () => {
    policiesOf(cloud, call, facts);
    const policy = cloud.associate(accessPolicies, call, facts, [{ at: cloud.now(), status: active }]);
    cloud.logEffect(call, policy, 'associated');
    return { clusterName, principalArn, associatedAccessPolicy: describe(policy) };
  });
}

export function disassociate(cloud: SimulatedCloud, call: Call, facts: PolicyFacts): object {
  const about = { kind, key: keyOf(facts) };
  return cloud.mutate(call, about, () => {
    const policy = policiesOf(cloud, call, facts).find(({ key }) => key === about.key);
    // One that the list shows for a while after its end is gone.
    const lives = [cloud.now(), Number.POSITIVE_INFINITY].every(
      (time) => policy !== undefined && isListed(time)(policy),
    );
    if (policy && lives) start(cloud, call, policy);
    else if (cloud.variant(variants, 'eksMissing') === '200') cloud.logEffect(call, about, 'no-op');
    else throw notFound('The specified policyArn could not be found.');
    return {};
  });
}

function start(cloud: SimulatedCloud, call: Call, policy: Policy): void {
  const outcome = cloud.outcomeNow(policy, 'eks');
  throwScriptedError(outcome);
  const busy = new AwsError(`${cloud.variant(variants, 'eksBusy')}Exception`, 'The cluster is being updated.');
  if (outcome.outcome === 'busy') throw busy;
  const after = outcome.after + Number(cloud.variant(variants, 'eksLag'));
  cloud.disassociate(policy, synchronousSteps({ ...outcome, after }, cloud.now(), { active, disassociated: ABSENT }));
  cloud.logEffect(call, policy, 'disassociated');
}
