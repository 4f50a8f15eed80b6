/** The services of AWS itself that simulated ones rely on, by the SDK's clients. */

import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { overTheWire, ROLE } from './aws.ts';

const wire = overTheWire();

describe('sts', () => {
  const client = (credentials = wire.config.credentials) => new STSClient({ ...wire.config, credentials });
  const assume = new AssumeRoleCommand({
    RoleArn: ROLE,
    RoleSessionName: 'spoke',
    ExternalId: 'offboard',
    DurationSeconds: 900,
  });

  it('a session speaks for its role, in the account of the role, until it expires', async () => {
    const { Credentials, AssumedRoleUser } = await client().send(assume);
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::222233334444:assumed-role/offboard-spoke/spoke');
    expect(Credentials?.Expiration).toBeInstanceOf(Date);
    const session = client({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    } as typeof wire.config.credentials);
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '222233334444' });
    await wire.aws.pass(901);
    await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
  });

  it('the wrong external id, a stranger’s token and a day too long are refused', async () => {
    const wrong = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'spoke', ExternalId: 'other' });
    await expect(client().send(wrong)).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Credentials } = await client().send(assume);
    const stolen = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 's' };
    await expect(client(stolen).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
    const long = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'spoke', DurationSeconds: 86_400 });
    await expect(client().send(long)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('cloudformation', () => {
  const client = () => new CloudFormationClient(wire.config);

  it('shows a stack with its outputs and resources, and no other', async () => {
    const { Stacks } = await client().send(new DescribeStacksCommand({ StackName: 'offboard-dev' }));
    expect(Stacks?.[0]).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'BusName', OutputValue: 'offboard-dev' }],
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'dev' }],
    });
    const { StackResourceSummaries } = await client().send(
      new ListStackResourcesCommand({ StackName: 'offboard-dev' }),
    );
    expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'Bus', PhysicalResourceId: 'offboard-dev' }]);
    await expect(client().send(new DescribeStacksCommand({ StackName: 'none' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id none does not exist',
    });
  });
});
