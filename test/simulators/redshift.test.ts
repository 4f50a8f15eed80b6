import type {
  DataShare,
  DescribeDataSharesForConsumerResult,
  DescribeDataSharesResult,
} from '@aws-sdk/client-redshift';
import {
  DescribeDataSharesCommand,
  DescribeDataSharesForConsumerCommand,
  DisassociateDataShareConsumerCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { describe, expect, it } from 'vitest';
import { HOME, PARTNERS } from '../../simulators/common/locations.ts';
import { deauthorizeShare, rejectShare } from '../../simulators/redshift/change-share.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const share = (name: string) =>
  `arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/${name}`;
const ConsumerArn = 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809';
const SALES = { DataShareArn: share('sales'), ConsumerArn };

const end = (aws: Simulation, input: object, at = {}) =>
  aws.call<DataShare>('redshift', 'DisassociateDataShareConsumer', input, at);

async function shown(aws: Simulation, DataShareArn: string) {
  const { DataShares } = await aws.call<DescribeDataSharesResult>('redshift', 'DescribeDataShares', { DataShareArn });
  return DataShares?.[0]?.DataShareAssociations;
}

it('a share is shown with every field of the model, and is AVAILABLE once its last consumer is gone', async () => {
  const aws = simulation();
  const { DataShares } = await aws.call<DescribeDataSharesResult>('redshift', 'DescribeDataShares', {
    DataShareArn: SALES.DataShareArn,
  });
  expect(DataShares).toMatchObject([
    {
      DataShareArn: SALES.DataShareArn,
      ProducerArn: 'arn:aws:redshift:us-east-1:444455556666:namespace:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
      AllowPubliclyAccessibleConsumers: false,
      DataShareType: 'INTERNAL',
      DataShareAssociations: [
        {
          ConsumerIdentifier: ConsumerArn,
          Status: 'ACTIVE',
          ProducerAllowedWrites: false,
          ConsumerAcceptedWrites: false,
        },
      ],
    },
  ]);
  expect((await end(aws, SALES)).DataShareAssociations).toEqual([]);
  expect(await shown(aws, SALES.DataShareArn)).toMatchObject([
    { ConsumerIdentifier: HOME.account, Status: 'AVAILABLE' },
  ]);
});

it('or not listed at all', async () => {
  const aws = simulation({ variants: { redshiftAfter: 'absent' } });
  await end(aws, SALES);
  expect(await shown(aws, SALES.DataShareArn)).toEqual([]);
});

describe('what is not associated in the form asked for', () => {
  it.each([
    ['not-associated', 'InvalidDataShareFault', "either doesn't exist or isn't associated with this data consumer"],
    ['arn-missing', 'InvalidDataShareFault', "because the ARN doesn't exist."],
    ['namespace', 'InvalidNamespaceFault', 'namespace'],
  ] as const)('is answered by %s', async (redshiftRepeat, code, fragment) => {
    const aws = simulation({ variants: { redshiftRepeat } });
    await end(aws, SALES);
    const answer = await refusal(end(aws, SALES));
    expect(answer).toMatchObject({ code, status: 400 });
    expect(answer.message).toContain(fragment);
  });

  it('is a fault while the other form stays ACTIVE', async () => {
    const aws = simulation();
    const region = { DataShareArn: SALES.DataShareArn, ConsumerRegion: 'us-east-1' };
    expect(await refusal(end(aws, region))).toMatchObject({ code: 'InvalidDataShareFault' });
    expect(await shown(aws, SALES.DataShareArn)).toMatchObject([{ Status: 'ACTIVE' }]);
  });

  it('is a fault in another Region, unless any will do', async () => {
    const at = { region: 'eu-west-1' };
    expect(await refusal(end(simulation(), SALES, at))).toMatchObject({ code: 'InvalidDataShareFault' });
    await end(simulation({ variants: { redshiftRegion: 'any' } }), SALES, at);
  });
});

it('the three forms exclude each other; a false entire account may stand beside one', async () => {
  const aws = simulation();
  const DataShareArn = share('ads');
  expect(await refusal(end(aws, { DataShareArn }))).toMatchObject({ code: 'InvalidParameterCombination' });
  expect(await refusal(end(aws, { ...SALES, DisassociateEntireAccount: 'true' }))).toMatchObject({
    code: 'InvalidParameterCombination',
  });
  await end(aws, { DataShareArn, DisassociateEntireAccount: 'true' });
  await end(aws, { ...SALES, DisassociateEntireAccount: 'false' });
  await end(aws, { DataShareArn: share('logs'), ConsumerRegion: 'us-east-1' });
  const { DataShares } = await aws.call<DescribeDataSharesForConsumerResult>(
    'redshift',
    'DescribeDataSharesForConsumer',
    { Status: 'ACTIVE' },
  );
  expect(DataShares).toEqual([]);
});

it('a withdrawn and a rejected share say so, and cannot be associated again', async () => {
  const aws = simulation();
  rejectShare(aws.cloud, share('logs'));
  deauthorizeShare(aws.cloud, share('ads'));
  expect(await shown(aws, share('ads'))).toMatchObject([{ Status: 'DEAUTHORIZED' }]);
  expect(await shown(aws, share('old'))).toMatchObject([{ Status: 'DEAUTHORIZED' }]);
  expect(await shown(aws, share('logs'))).toMatchObject([{ Status: 'REJECTED' }]);
  const again = aws.call('redshift', 'AssociateDataShareConsumer', {
    DataShareArn: share('old'),
    AssociateEntireAccount: 'true',
  });
  expect(await refusal(again)).toMatchObject({ code: 'InvalidDataShareFault' });
});

it('associating again makes it ACTIVE, newly created', async () => {
  const aws = simulation();
  await end(aws, SALES);
  await aws.pass(60);
  await aws.call('redshift', 'AssociateDataShareConsumer', SALES);
  const [association] = (await shown(aws, SALES.DataShareArn)) ?? [];
  expect(association).toMatchObject({ ConsumerIdentifier: ConsumerArn, Status: 'ACTIVE' });
  expect(association?.CreatedDate?.getTime()).toBeGreaterThanOrEqual(aws.cloud.now() - 1000);
});

it('a producer sees who consumes its shares', async () => {
  const aws = simulation();
  const { DataShares } = await aws.call<DescribeDataSharesResult>('redshift', 'DescribeDataSharesForProducer', {
    Status: 'ACTIVE',
  });
  expect(DataShares).toMatchObject([
    { DataShareAssociations: [{ ConsumerIdentifier: PARTNERS[1], Status: 'ACTIVE' }] },
  ]);
});

describe('over the wire', () => {
  const wire = overTheWire({ pages: { most: 3 } });
  const client = () => new RedshiftClient(wire.config);
  const DataShareArn = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/ads';

  it('ends an account-wide association', async () => {
    const end = () =>
      client().send(new DisassociateDataShareConsumerCommand({ DataShareArn, DisassociateEntireAccount: true }));
    const { DataShareAssociations = [], AllowPubliclyAccessibleConsumers } = await end();
    expect(DataShareAssociations).toEqual([]);
    expect(AllowPubliclyAccessibleConsumers).toBe(false);
    await expect(end()).rejects.toMatchObject({ name: 'InvalidDataShareFault', $metadata: { httpStatusCode: 400 } });
    const { DataShares } = await client().send(new DescribeDataSharesCommand({ DataShareArn }));
    expect(DataShares?.[0]?.DataShareAssociations?.[0]).toMatchObject({ Status: 'AVAILABLE' });
    expect(DataShares?.[0]?.DataShareAssociations?.[0]?.StatusChangeDate).toBeInstanceOf(Date);
  });

  it('checks numbers that come as text', async () => {
    const call = client().send(new DescribeDataSharesForConsumerCommand({ MaxRecords: 5 }));
    await expect(call).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("'maxRecords' failed to satisfy constraint: Member must have value greater"),
    });
  });
});
