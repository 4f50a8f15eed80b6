import { describe, expect, it } from 'vitest';
import { associationOf } from '../../associations/registry.ts';
import { HOME } from '../../simulators/locations.ts';
import { deauthorizeShare, rejectShare } from '../../simulators/redshift/change-share.ts';
import { describeAssociation, expectEnded } from './suite.ts';
import { openWorld } from './world.ts';

const { example } = associationOf('redshift-datashare-consumer').target;

describeAssociation('redshift-datashare-consumer', {
  key: `${example.dataShareArn}|${example.consumerArn}`,
  asks: 'DisassociateDataShareConsumer',
  polls: 'DescribeDataShares',
  questions: ['redshiftAfter', 'redshiftRepeat', 'redshiftMismatch', 'redshiftRegion'],
  bad: [{ scripted: { outcome: 'stuck' }, error: 'Reverted' }],
  dated: true,
  filter: { producerAccount: '444455556666' },
});

const KIND = 'redshift-datashare-consumer';
const PRODUCER = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const share = (name: string) => `${PRODUCER}/${name}`;

describe('the three forms', () => {
  it.each([
    { dataShareArn: share('ads'), disassociateEntireAccount: true },
    { dataShareArn: share('logs'), consumerRegion: HOME.region },
  ])('$dataShareArn ends, and comes back in the form it had', async (target) => {
    await using world = await openWorld(KIND);
    const { progress, before } = await world.run(target);
    expectEnded({ progress }, 'DISASSOCIATED');
    expect(progress.serviceStatus).toBe('AVAILABLE');
    await world.provider.restore?.(target, before, world.contextFor());
    expectEnded(await world.run(target), 'DISASSOCIATED');
  });

  it.each([
    [{ dataShareArn: share('sales'), disassociateEntireAccount: true }, /consumerArn arn:aws:redshift/],
    [{ dataShareArn: share('sales'), consumerRegion: HOME.region }, /consumerArn arn:aws:redshift/],
    [{ ...example, dataShareArn: share('ads') }, /disassociateEntireAccount true/],
    [{ ...example, dataShareArn: share('logs') }, /consumerRegion us-east-1/],
  ])('%j is told that it is associated in another form, and nothing is ended', async (target, form) => {
    await using world = await openWorld(KIND);
    expect((await world.run(target)).progress).toMatchObject({
      state: 'FAILED',
      rejected: true,
      error: 'AssociatedInAnotherForm',
      message: expect.stringMatching(form),
    });
    expect(world.effects()).toEqual([]);
  });

  it('another namespace’s association is none of ours', async () => {
    await using world = await openWorld(KIND);
    const other = `${example.consumerArn}`.replace('1a2b3c4d', 'ffffffff');
    expectEnded(await world.run({ ...example, consumerArn: other }), 'ALREADY_GONE');
  });
});

describe('what a share shows', () => {
  it('a share nobody knows is gone, and the service’s words are kept', async () => {
    await using world = await openWorld(KIND);
    const { progress } = await world.run({ ...example, dataShareArn: share('seals') });
    expect(progress).toMatchObject({ outcome: 'ALREADY_GONE', note: expect.stringContaining("ARN doesn't exist") });
  });

  it.each([
    ['DEAUTHORIZED', deauthorizeShare],
    ['REJECTED', rejectShare],
  ])('a share that is %s is disassociated for its consumer', async (status, change) => {
    await using world = await openWorld(KIND);
    change(world.cloud, share('sales'));
    const { progress, before } = await world.run(example);
    expectEnded({ progress }, 'ALREADY_GONE');
    expect(progress.serviceStatus).toBe(status);
    expect(before).toMatchObject({ DataShareArn: share('sales'), DataShareType: 'INTERNAL' });
  });

  it('other accounts’ associations with a share of ours are left alone', async () => {
    await using world = await openWorld(KIND);
    const dataShareArn = `arn:aws:redshift:us-east-1:${HOME.account}:datashare:99887766-5544-3322-1100-ffeeddccbbaa/revenue`;
    expectEnded(await world.run({ dataShareArn, disassociateEntireAccount: true }), 'ALREADY_GONE');
    expect(world.effects()).toEqual([]);
  });

  it('one that is associated again while the end is awaited has ended', async () => {
    await using world = await openWorld(KIND, { durations: { redshift: [30, 30] } });
    const start = await world.provider.start(example, world.contextFor());
    expect(start).toMatchObject({ state: 'IN_PROGRESS', next: 'poll' });
    await world.pass(40);
    await world.provider.restore?.(example, start.snapshot, world.contextFor());
    const progress = await world.provider.poll(example, world.contextFor({}, start));
    expect(progress).toMatchObject({ outcome: 'DISASSOCIATED', note: 'it has been associated again since' });
  });

  it('a missing permission is thrown on', async () => {
    await using world = await openWorld(KIND);
    world.deny('redshift:DisassociateDataShareConsumer');
    await expect(world.provider.start(example, world.contextFor())).rejects.toThrow(/not authorized to perform/);
  });
});
