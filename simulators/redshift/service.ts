import {
  AwsError,
  accountRegionOf,
  type Call,
  type Permission,
  type Service,
  typed,
} from '@offboard/local-aws/service';
import { pager, type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import type { Consumer, ConsumerAssociation } from './associations.ts';
import { associate, disassociate, refuseForeign } from './consumer.ts';
import { associationsOf, consumedIn, describeShare, shareOf, statusFor } from './datashares.ts';
import type { Operations } from './inputs.ts';
import { INPUTS } from './inputs.ts';
import { datashares } from './resources.ts';

const VERSION = '2012-12-01';
const paginate = pager(100, () => new AwsError('InvalidParameterValue', 'The Marker is not valid.'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'redshift',
    signingName: 'redshift',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `http://redshift.amazonaws.com/doc/${VERSION}/`,
    operations: { ...consumption(cloud), ...descriptions(cloud) },
  };
  return typed(service, INPUTS, { code: 'ValidationError' });
}

function consumption(cloud: SimulatedCloud) {
  return {
    DisassociateDataShareConsumer: {
      permissions: onShare('redshift:DisassociateDataShareConsumer'),
      run(input, call) {
        return disassociate(cloud, call, consumerOf(call, { ...input, entire: input.DisassociateEntireAccount }));
      },
    },
    AssociateDataShareConsumer: {
      permissions: onShare('redshift:AssociateDataShareConsumer'),
      run(input, call) {
        const consumer = consumerOf(call, { ...input, entire: input.AssociateEntireAccount });
        return associate(cloud, call, { ...consumer, allowWrites: input.AllowWrites === true });
      },
    },
  } satisfies Operations;
}

function descriptions(cloud: SimulatedCloud) {
  return {
    DescribeDataShares: {
      permissions: () => [{ action: 'redshift:DescribeDataShares', resource: '*' }],
      run(input, call) {
        const time = cloud.readTime();
        if (input.DataShareArn) {
          const { arn } = shareOf(cloud, input.DataShareArn);
          const isProducer = accountRegionOf(arn).account === call.account;
          const among = isProducer ? associationsOf(cloud, [arn], time) : consumedIn(cloud, call, time, arn);
          return sharesPage(cloud, { call, time, input, arns: [arn], among });
        }
        const produced = cloud.resources(datashares, call).map(({ arn }) => arn);
        const among = [...associationsOf(cloud, produced, time), ...consumedIn(cloud, call, time)];
        return sharesPage(cloud, { call, time, input, arns: [...new Set([...produced, ...arnsOf(among)])], among });
      },
    },
    DescribeDataSharesForConsumer: {
      permissions: () => [{ action: 'redshift:DescribeDataSharesForConsumer', resource: '*' }],
      run(input, call) {
        const time = cloud.readTime();
        const listed = consumedIn(cloud, call, time).filter(
          (each) =>
            forConsumer(each, time) && isOf(each, input.ConsumerArn) && hasStatus(each, 'consumer', input.Status, time),
        );
        return sharesPage(cloud, { call, time, input, arns: arnsOf(listed), among: listed });
      },
    },
    DescribeDataSharesForProducer: {
      permissions: () => [{ action: 'redshift:DescribeDataSharesForProducer', resource: '*' }],
      run(input, call) {
        const time = cloud.readTime();
        const produced = cloud
          .resources(datashares, call)
          .filter(({ producerArn }) => producerArn === (input.ProducerArn ?? producerArn))
          .map(({ arn }) => arn);
        const among = associationsOf(cloud, produced, time);
        const matching = among.filter((each) => hasStatus(each, 'producer', input.Status, time));
        return sharesPage(cloud, { call, time, input, arns: input.Status ? arnsOf(matching) : produced, among });
      },
    },
  } satisfies Operations;
}

/** A rejected share vanishes from its consumer's list, and so does one that was never or is no longer authorized. */
function forConsumer({ timeline }: ConsumerAssociation, time: number): boolean {
  return /^(ACTIVE|AVAILABLE|AUTHORIZED)$/.test(stepAt(timeline, time).status);
}

function isOf({ facts }: ConsumerAssociation, consumerArn: string | undefined): boolean {
  return consumerArn === undefined || facts.namespaceArn === consumerArn;
}

function hasStatus(
  { timeline }: ConsumerAssociation,
  side: 'consumer' | 'producer',
  wanted: string | undefined,
  time: number,
): boolean {
  return wanted === undefined || statusFor(side, stepAt(timeline, time).status) === wanted;
}

function arnsOf(associations: readonly ConsumerAssociation[]): string[] {
  return [...new Set(associations.map(({ facts }) => facts.dataShareArn))];
}

interface Asked {
  call: Call;
  time: number;
  input: { MaxRecords?: number | undefined; Marker?: string | undefined };
  arns: string[];
  /** The associations of these shares that the caller may see. */
  among: readonly ConsumerAssociation[];
}

function sharesPage(cloud: SimulatedCloud, { call, time, input, arns, among }: Asked) {
  const { rows, token } = paginate(
    cloud,
    { MaxResults: input.MaxRecords, NextToken: input.Marker },
    arns,
    (arn) => arn,
  );
  const byShare = Map.groupBy(among, ({ facts }) => facts.dataShareArn);
  const DataShares = rows.map((arn) => describeShare(shareOf(cloud, arn), byShare.get(arn) ?? [], { call, time }));
  return { DataShares, Marker: token };
}

interface Named {
  DataShareArn: string | undefined;
  ConsumerArn?: string | undefined;
  ConsumerRegion?: string | undefined;
  entire?: boolean | undefined;
}

/** The three forms exclude each other; `false` for the entire account may stand beside another. */
function consumerOf(call: Call, { DataShareArn = '', ConsumerArn, ConsumerRegion, entire }: Named): Consumer {
  const given = [ConsumerArn, ConsumerRegion, entire ? 'account' : undefined].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Specify exactly one of the entire account, ConsumerArn, and ConsumerRegion.',
    );
  }
  refuseForeign(call, ConsumerArn);
  return {
    dataShareArn: DataShareArn,
    ...(ConsumerArn === undefined ? {} : { namespaceArn: ConsumerArn }),
    ...(ConsumerRegion === undefined ? {} : { region: ConsumerRegion }),
  };
}

/** The ARN carries the producer's account and Region. */
function onShare(action: string) {
  return (input: { DataShareArn?: string | undefined; ConsumerArn?: string | undefined }): Permission[] => [
    {
      action,
      resource: input.DataShareArn ?? '',
      context: input.ConsumerArn === undefined ? {} : { 'redshift:ConsumerArn': input.ConsumerArn },
    },
  ];
}
