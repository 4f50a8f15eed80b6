import * as redshift from '@aws-sdk/client-redshift';
import { describe, expect, it } from 'vitest';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { deauthorizeShare, rejectShare } from '../../simulators/redshift/change-share.ts';
import { thrownBy } from './exceptions.ts';
import { openHarness } from './harness.ts';
import { describeAssociation, expectEnded } from './suite.ts';

const { example } = associationOf('redshift-datashare-consumer').target;

const { consumerArn: _, ...shareAlone } = example as Record<string, unknown>;
describeAssociation('redshift-datashare-consumer', {
  key: `${example.dataShareArn}|${example.consumerArn}`,
  requests: 'DisassociateDataShareConsumer',
  reads: 'DescribeDataShares',
  questions: ['redshiftAfter', 'redshiftRepeat', 'redshiftMismatch', 'redshiftRegion'],
  neverSeen: { ...example, consumerArn: `${example.consumerArn}`.replace('1a2b3c4d', 'ffffffff') },
  orphan: { ...example, dataShareArn: `${example.dataShareArn}`.replace('/sales', '/slaes') },
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: true,
  filter: { producerAccount: '444455556666' },
  exceptions: [
    'DisassociateDataShareConsumer',
    'DescribeDataShares',
    'DescribeDataSharesForConsumer',
    'AssociateDataShareConsumer',
  ].flatMap((operation) => thrownBy('client-redshift', operation)),
  statuses: [
    redshift.DataShareStatus,
    redshift.DataShareStatusForConsumer,
    redshift.DataShareStatusForProducer,
  ].flatMap((statuses) => Object.values<string>(statuses)),
  valid: [
    { ...shareAlone, disassociateEntireAccount: true },
    { ...shareAlone, consumerRegion: 'eu-central-1' },
    {
      ...shareAlone,
      consumerArn: 'arn:aws:redshift-serverless:us-east-1:111122223333:namespace/1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
    },
  ],
  invalid: [
    [shareAlone, /must have exactly one of disassociateEntireAccount, consumerArn, consumerRegion/],
    [{ ...example, consumerRegion: 'eu-west-1' }, /exactly one/],
    [{ ...shareAlone, disassociateEntireAccount: false }, /must be true/],
  ],
});

const KIND = 'redshift-datashare-consumer';
const PRODUCER = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const share = (name: string) => `${PRODUCER}/${name}`;

describe('the three forms', () => {
  it.each([
    { dataShareArn: share('ads'), disassociateEntireAccount: true },
    { dataShareArn: share('logs'), consumerRegion: HOME.region },
  ])('$dataShareArn ends, and comes back in the form it had', async (target) => {
    await using harness = await openHarness(KIND);
    const { progress, before } = await harness.run(target);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(progress.serviceStatus).toBe('AVAILABLE');
    await harness.provider.restore?.(target, before, harness.contextFor());
    expectEnded(await harness.run(target), 'DISASSOCIATED');
  });

  it.each([
    [{ dataShareArn: share('sales'), disassociateEntireAccount: true }, /consumerArn arn:aws:redshift/],
    [{ dataShareArn: share('sales'), consumerRegion: HOME.region }, /consumerArn arn:aws:redshift/],
    [{ ...example, dataShareArn: share('ads') }, /disassociateEntireAccount true/],
    [{ ...example, dataShareArn: share('logs') }, /consumerRegion us-east-1/],
  ])('%j is told that it is associated in another form, and nothing is ended', async (target, form) => {
    await using harness = await openHarness(KIND);
    expect((await harness.run(target)).progress).toMatchObject({
      state: 'FAILED',
      rejected: true,
      error: 'AssociatedInAnotherForm',
      message: expect.stringMatching(form),
    });
    expect(harness.effects()).toEqual([]);
  });

  it('another namespace’s association is none of ours', async () => {
    await using harness = await openHarness(KIND);
    const other = `${example.consumerArn}`.replace('1a2b3c4d', 'ffffffff');
    expectEnded(await harness.run({ ...example, consumerArn: other }), 'ALREADY_GONE');
  });
});

describe('what a share shows', () => {
  it('a share that does not exist is NOT_FOUND, in the service’s words', async () => {
    await using harness = await openHarness(KIND);
    const { progress } = await harness.run({ ...example, dataShareArn: share('seals') });
    expect(progress).toMatchObject({ notFound: true, message: expect.stringContaining("ARN doesn't exist") });
  });

  it.each([
    ['DEAUTHORIZED', deauthorizeShare],
    ['REJECTED', rejectShare],
  ])('a share that is %s is disassociated for its consumer', async (status, change) => {
    await using harness = await openHarness(KIND);
    change(harness.cloud, share('sales'));
    const { progress, before } = await harness.run(example);
    expectEnded({ progress }, 'ALREADY_GONE');
    expect(progress.serviceStatus).toBe(status);
    expect(before).toMatchObject({ DataShareArn: share('sales'), DataShareType: 'INTERNAL' });
  });

  it('other accounts’ associations with a share of ours are left alone', async () => {
    await using harness = await openHarness(KIND);
    const dataShareArn = `arn:aws:redshift:us-east-1:${HOME.account}:datashare:99887766-5544-3322-1100-ffeeddccbbaa/revenue`;
    expectEnded(await harness.run({ dataShareArn, disassociateEntireAccount: true }), 'ALREADY_GONE');
    expect(harness.effects()).toEqual([]);
  });

  it('one that is associated again while the end is awaited has ended', async () => {
    await using harness = await openHarness(KIND, { durations: { redshift: [30, 30] } });
    const start = await harness.provider.start(example, harness.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', next: 'poll' });
    await harness.pass(40);
    await harness.provider.restore?.(example, start.snapshot, harness.contextFor());
    const progress = await harness.provider.poll(example, harness.contextFor({}, start));
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', note: 'it has been associated again since' });
  });

  it('a missing permission is thrown on', async () => {
    await using harness = await openHarness(KIND);
    harness.deny('redshift:DisassociateDataShareConsumer');
    await expect(harness.provider.start(example, harness.contextFor())).rejects.toThrow(/not authorized to perform/);
  });
});
