import { describe, expect, it } from 'vitest';
import type { Discovered } from '../../associations/common/contract.ts';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { accessPolicies } from '../../simulators/eks/access-policies.ts';
import { thrownBy } from './exceptions.ts';
import { type Harness, openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const KIND = 'eks-access-policy';
const { target, policy } = associationOf(KIND);
const example = target.example as { clusterName: string; principalArn: string; policyArn: string };
const KEY = `${example.clusterName}|${example.principalArn}|${example.policyArn}`;
const VIEW = example.policyArn.replace('Admin', 'View');
const CLUSTER_ADMIN = example.policyArn.replace('Admin', 'ClusterAdmin');
const PLATFORM = 'arn:aws:iam::111122223333:role/platform';

describeAssociation(KIND, {
  key: KEY,
  requests: 'DisassociateAccessPolicy',
  reads: 'ListAssociatedAccessPolicies',
  questions: ['eksMissing', 'eksLag', 'eksBusy'],
  neverSeen: { ...example, policyArn: CLUSTER_ADMIN },
  orphan: { ...example, clusterName: 'prdo' },
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: true,
  filter: { clusterName: 'prod' },
  exceptions: [
    ...['DisassociateAccessPolicy', 'ListAssociatedAccessPolicies', 'ListAccessEntries', 'ListClusters'],
    'AssociateAccessPolicy',
  ].flatMap((operation) => thrownBy('client-eks', operation)),
  statuses: ['ASSOCIATED'],
  valid: [
    { ...example, principalArn: 'arn:aws-cn:iam::111122223333:user/dana', clusterName: 'a_1-B' },
    { ...example, policyArn: 'arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy' },
  ],
  invalid: [
    [
      { clusterName: '-', principalArn: 'x', policyArn: 'AmazonEKSAdminPolicy' },
      /clusterName:.*principalArn:.*policyArn:/,
    ],
    [{ ...example, principalArn: 'arn:aws:sts::111122223333:assumed-role/deployer/run' }, /principalArn: must be/],
    [{ ...example, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, /policyArn: must be/],
  ],
});

describe('an access entry', () => {
  it('that does not exist is NOT_FOUND, in the service’s words', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...example, principalArn: PLATFORM.replace('platform', 'platfrom') });
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining('principalArn') });
  });

  it('keeps its other policies', async () => {
    await using harness = await openHarness(KIND);
    expectEnded(await harness.run(example), 'DISASSOCIATED');
    expectEnded(await harness.run({ ...example, policyArn: VIEW }), 'DISASSOCIATED');
    expect((await harness.run(example)).progress).toMatchObject({ outcome: 'ALREADY_GONE' });
  });

  it('gets its policy back with the scope that it had', async () => {
    await using harness = await openHarness(KIND);
    const { before } = await harness.run(example);
    const accessScope = { type: 'namespace', namespaces: ['shop-*'] };
    expect(before).toMatchObject({ accessScope, associatedAt: expect.stringMatching(/^20.*Z$/) });
    await harness.provider.restore?.(example, before, harness.contextFor());
    const { snapshot } = await harness.provider.poll(example, harness.contextFor());
    expect(snapshot).toMatchObject({ policyArn: example.policyArn, accessScope });
  });
});

describe('when the service does not do it', () => {
  it.each([
    ['ThrottlingException', 429],
    ['TooManyRequestsException', 429],
    ['ServerException', 500],
  ])('%s is thrown, so that the state machine tries again', async (code, status) => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'error', error: { code, status } }, HOME);
    await expect(harness.provider.start(example, harness.contextFor())).rejects.toMatchObject({ name: code });
  });

  it('a cluster that changes is waited for where EKS says that it is in use', async () => {
    await using harness = await openHarness(KIND);
    harness.cloud.setOutcome(KIND, KEY, { outcome: 'busy', after: 60 }, HOME);
    const { progress, polls } = await harness.run(example);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(polls).toBeGreaterThan(1);
  });

  it.each(['The cluster is being updated.', 'The last administrator of a cluster cannot be disassociated.'])(
    'a refusal is the request’s end, in the service’s words: %s',
    async (message) => {
      await using harness = await openHarness(KIND, { variants: { eksBusy: 'InvalidRequest' } });
      const scripted = message.includes('updated')
        ? { outcome: 'busy', after: 60 }
        : { outcome: 'error', error: { code: 'InvalidRequestException', message } };
      harness.cloud.setOutcome(KIND, KEY, scripted, HOME);
      expect((await harness.run(example)).progress).toMatchObject({ state: 'FAILED', rejected: true, message });
      expect(harness.effects()).toEqual([]);
    },
  );

  it('a cluster without access entries rejects the request', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...example, clusterName: 'legacy' });
    expect(progress).toMatchObject({ state: 'FAILED', rejected: true, message: expect.stringContaining('CONFIG_MAP') });
  });
});

/** Absent where nothing is. */
function inheritedIn(seen: readonly Discovered[]) {
  const inherited = seen.flatMap((each) =>
    each.type === 'inherited' ? `${each.association.label} by ${each.through} of ${each.throughRole}` : [],
  );
  return inherited.length === 0 ? {} : { inherited };
}

describe('discovery', () => {
  const found = async (harness: Harness, filter: Record<string, string>) => {
    const seen: Discovered[] = [];
    for await (const each of harness.provider.discover(filter, harness.contextFor())) seen.push(each);
    return {
      labels: seen.flatMap((each) => (each.type === 'association' ? each.association.label : [])),
      ...inheritedIn(seen),
      scanned: seen.flatMap((each) => (each.type === 'scanned' ? each.at : [])),
      inaccessible: seen.flatMap((each) => (each.type === 'inaccessible' ? each.at : [])),
      isSubject: seen.some(({ type }) => type === 'subject'),
    };
  };
  const deployer = ['prod/deployer/AmazonEKSAdminPolicy', 'prod/deployer/AmazonEKSViewPolicy'];

  it('finds a principal’s policies by its entry, in every cluster', async () => {
    await using harness = await openHarness(KIND);
    expect(await found(harness, { principalArn: example.principalArn })).toEqual({
      labels: deployer,
      scanned: ['legacy', 'prod'].map((cluster) => `${cluster}/${example.principalArn}`),
      inaccessible: [],
      isSubject: true,
    });
    expect(await found(harness, { principalArn: PLATFORM.replace('platform', 'nobody') })).toMatchObject({
      labels: [],
      isSubject: false,
    });
  });

  it('finds who has a policy', async () => {
    await using harness = await openHarness(KIND);
    expect((await found(harness, { policyArn: CLUSTER_ADMIN })).labels).toEqual([
      'prod/platform/AmazonEKSClusterAdminPolicy',
    ]);
  });

  it('finds a user’s in every account, an account’s, and shows those of roles that several people have', async () => {
    await using harness = await openHarness(KIND);
    const give = (principalArn: string) => {
      const accessScope = { type: 'cluster' as const, namespaces: [] };
      const steps = [{ at: harness.cloud.now(), status: 'ASSOCIATED' }];
      const facts = { clusterName: 'prod', policyArn: VIEW, accessScope, principalArn };
      harness.cloud.associate(accessPolicies, HOME, facts, steps);
    };
    const sso = 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
    for (const [account, principal] of [
      ['444455556666', 'user/staff/dana'],
      ['444455556666', 'role/dana'],
      [HOME.account, sso],
    ]) {
      give(`arn:aws:iam::${account}:${principal}`);
    }
    expect(await found(harness, { userName: 'dana' })).toMatchObject({
      labels: ['prod/dana/AmazonEKSViewPolicy'],
      inherited: [
        `prod/AWSReservedSSO_Admin_0123456789abcdef/AmazonEKSViewPolicy by role AWSReservedSSO_Admin of ${HOME.account}/AWSReservedSSO_Admin`,
      ],
      isSubject: true,
    });
    const ofAccount = await found(harness, { account: '444455556666' });
    expect(ofAccount).toMatchObject({ labels: Array(2).fill('prod/dana/AmazonEKSViewPolicy'), isSubject: true });
    expect(ofAccount).not.toHaveProperty('inherited');
    expect(await found(harness, { userName: 'nobody' })).toMatchObject({ labels: [], isSubject: false });
  });

  it('a cluster without access entries exists, and has none', async () => {
    await using harness = await openHarness(KIND);
    expect(await found(harness, { clusterName: 'legacy' })).toEqual({
      labels: [],
      scanned: ['legacy'],
      inaccessible: [],
      isSubject: true,
    });
    expect(await found(harness, { clusterName: 'lagecy' })).toMatchObject({ scanned: [], isSubject: false });
  });

  it.each([
    ['eks:ListAccessEntries', ['legacy', 'prod']],
    ['eks:ListAssociatedAccessPolicies', [`prod/${PLATFORM}`, `prod/${example.principalArn}`]],
  ])('what %s denies is a finding', async (action, places) => {
    await using harness = await openHarness(KIND);
    harness.deny(action);
    expect((await found(harness, {})).inaccessible).toEqual(places);
  });
});

describe('what a person is told', () => {
  const assess = (principalArn: string, policyArn: string, accessScope: object) =>
    policy.assess(
      {
        target: { ...example, principalArn, policyArn },
        account: HOME.account,
        where: {},
        snapshot: { accessScope } as never,
      },
      [],
    );

  it('the scope, what stays, and who else loses it', () => {
    const namespaces = { type: 'namespace', namespaces: ['shop-*', 'pay'] };
    expect(assess(example.principalArn, example.policyArn, namespaces)).toMatchObject({
      risks: [],
      impact: [
        expect.stringMatching(/^deployer loses AmazonEKSAdminPolicy for namespaces shop-\*, pay of prod;.*stay$/),
      ],
    });
    const sso = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admins_0123456789abcdef';
    expect(assess(sso, CLUSTER_ADMIN, { type: 'cluster', namespaces: [] })).toMatchObject({
      risks: ['shared-role', 'cluster-admin'],
      impact: [/all namespaces/, /permission set/, /administers/].map((text) => expect.stringMatching(text)),
    });
  });
});
