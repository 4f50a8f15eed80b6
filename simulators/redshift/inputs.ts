import type * as sdk from '@aws-sdk/client-redshift';
import type { SdkOperations } from '@offboard/local-aws/service';
import { type Inputs, integer, oneOf, required } from '@offboard/local-aws/service';

/** "Constraints: minimum 20, maximum 100" (API reference). */
const MAX_RECORDS = integer(20, 100);

export const INPUTS = {
  DisassociateDataShareConsumer: {
    DataShareArn: required('text'),
    DisassociateEntireAccount: 'boolean',
    ConsumerArn: 'text',
    ConsumerRegion: 'text',
  },
  AssociateDataShareConsumer: {
    DataShareArn: required('text'),
    AssociateEntireAccount: 'boolean',
    ConsumerArn: 'text',
    ConsumerRegion: 'text',
    AllowWrites: 'boolean',
  },
  DescribeDataShares: { DataShareArn: 'text', MaxRecords: MAX_RECORDS, Marker: 'text' },
  DescribeDataSharesForConsumer: {
    ConsumerArn: 'text',
    Status: oneOf('ACTIVE', 'AVAILABLE'),
    MaxRecords: MAX_RECORDS,
    Marker: 'text',
  },
  DescribeDataSharesForProducer: {
    ProducerArn: 'text',
    Status: oneOf('ACTIVE', 'AUTHORIZED', 'PENDING_AUTHORIZATION', 'DEAUTHORIZED', 'REJECTED'),
    MaxRecords: MAX_RECORDS,
    Marker: 'text',
  },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
