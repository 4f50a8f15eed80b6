import {
  AssociateAccessPolicyCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const ENTRY = { clusterName: 'prod', principalArn: 'arn:aws:iam::111122223333:role/team/deployer' };
const POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy';
const ADMIN = { ...ENTRY, policyArn: POLICY };

const end = (aws: Simulation) => aws.call('eks', 'DisassociateAccessPolicy', ADMIN);

async function policies(aws: Simulation) {
  const { associatedAccessPolicies } = await aws.call<{ associatedAccessPolicies: { policyArn: string }[] }>(
    'eks',
    'ListAssociatedAccessPolicies',
    ENTRY,
  );
  return associatedAccessPolicies.map(({ policyArn }) => policyArn.split('/')[1]);
}

it('a policy is gone when the call answers, and the entry stays with the others', async () => {
  const aws = simulation();
  expect(await policies(aws)).toEqual(['AmazonEKSAdminPolicy', 'AmazonEKSViewPolicy']);
  expect(await end(aws)).toEqual({});
  expect(await policies(aws)).toEqual(['AmazonEKSViewPolicy']);
  await aws.call('eks', 'DisassociateAccessPolicy', { ...ADMIN, policyArn: POLICY.replace('Admin', 'View') });
  expect(await policies(aws)).toEqual([]);
});

it('one that is not there is not found, or accepted without effect', async () => {
  const strict = simulation();
  await end(strict);
  expect(await refusal(end(strict))).toMatchObject({ code: 'ResourceNotFoundException', status: 404 });
  const lenient = simulation({ variants: { eksMissing: '200' } });
  await end(lenient);
  expect(await end(lenient)).toEqual({});
  expect(lenient.cloud.effects.list().map(({ effect }) => effect)).toEqual(['disassociated', 'no-op']);
});

it('the list may lag behind, but a second end finds nothing', async () => {
  const aws = simulation({ variants: { eksLag: '20' } });
  await end(aws);
  expect(await policies(aws)).toHaveLength(2);
  expect(await refusal(end(aws))).toMatchObject({ code: 'ResourceNotFoundException' });
  await aws.pass(20);
  expect(await policies(aws)).toHaveLength(1);
});

it('a cluster that is changed refuses in one of two ways, for a while', async () => {
  const refusals = await Promise.all(
    ['ResourceInUse', 'InvalidRequest'].map((eksBusy) => {
      const aws = simulation({ variants: { eksBusy } });
      aws.cloud.setOutcome('eks-access-policy', Object.values(ADMIN).join('|'), { outcome: 'busy', after: 9 }, HOME);
      return refusal(end(aws));
    }),
  );
  expect(refusals.map(({ code }) => code)).toEqual(['ResourceInUseException', 'InvalidRequestException']);
});

it('associating it again overwrites its scope', async () => {
  const aws = simulation();
  const accessScope = { type: 'cluster' };
  const answer = await aws.call('eks', 'AssociateAccessPolicy', { ...ADMIN, accessScope });
  expect(answer).toMatchObject({ ...ENTRY, associatedAccessPolicy: { policyArn: POLICY, accessScope } });
  expect(await policies(aws)).toHaveLength(2);
});

it('what does not exist is told apart by the text alone', async () => {
  const aws = simulation();
  const list = (entry: object) =>
    refusal(aws.call('eks', 'ListAssociatedAccessPolicies', { ...ENTRY, ...entry })).then(({ message }) => message);
  expect(await list({ clusterName: 'none' })).toBe('No cluster found for name: none.');
  expect(await list({ principalArn: 'arn:aws:iam::111122223333:role/none' })).toContain('principalArn');
  expect(await list({ clusterName: 'legacy' })).toContain('must be set to one of [API, API_AND_CONFIG_MAP]');
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 1 } });
  const client = () => new EKSClient(wire.config);

  it('ends a policy that is named by two ARNs in the path, and associates it again', async () => {
    const listed = async () => {
      const { associatedAccessPolicies = [], nextToken } = await client().send(
        new ListAssociatedAccessPoliciesCommand({ ...ENTRY, maxResults: 1 }),
      );
      return { first: associatedAccessPolicies[0], nextToken };
    };
    const { first, nextToken } = await listed();
    expect(first).toMatchObject({ policyArn: POLICY, accessScope: { type: 'namespace', namespaces: ['shop-*'] } });
    expect(first?.associatedAt).toBeInstanceOf(Date);
    expect(nextToken).toEqual(expect.any(String));
    const command = new DisassociateAccessPolicyCommand(ADMIN);
    expect(await client().send(command)).toEqual({ $metadata: expect.objectContaining({ httpStatusCode: 200 }) });
    await expect(client().send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    expect((await listed()).first?.policyArn).toContain('View');
    await client().send(new AssociateAccessPolicyCommand({ ...ADMIN, accessScope: first?.accessScope }));
    expect((await listed()).first?.accessScope).toEqual(first?.accessScope);
  });

  it('lists clusters and entries, page by page', async () => {
    const { clusters, nextToken } = await client().send(new ListClustersCommand({}));
    expect(clusters).toEqual(['legacy']);
    expect((await client().send(new ListClustersCommand({ nextToken }))).clusters).toEqual(['prod']);
    const { accessEntries } = await client().send(new ListAccessEntriesCommand({ clusterName: 'prod' }));
    expect(accessEntries).toEqual(['arn:aws:iam::111122223333:role/platform']);
  });

  it('refuses what the model does not allow', async () => {
    const accessScope = { type: 'node' } as never;
    await expect(client().send(new AssociateAccessPolicyCommand({ ...ADMIN, accessScope }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining("'accessScope.type' failed to satisfy constraint"),
    });
    await expect(client().send(new ListClustersCommand({ maxResults: 101 }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(client().send(new ListClustersCommand({ nextToken: 'x' }))).rejects.toMatchObject({
      message: 'The nextToken is not valid.',
    });
  });
});
