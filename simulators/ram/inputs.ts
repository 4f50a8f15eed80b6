import type * as sdk from '@aws-sdk/client-ram';
import type { SdkOperations } from '@offboard/local-aws/service';
import { type Inputs, integer, oneOf, required } from '@offboard/local-aws/service';

const CHANGE = {
  resourceShareArn: required('text'),
  resourceArns: ['text'],
  principals: ['text'],
  clientToken: 'text',
} as const;

const MAX_RESULTS = integer(1, 500);

export const INPUTS = {
  DisassociateResourceShare: CHANGE,
  AssociateResourceShare: CHANGE,
  GetResourceShareAssociations: {
    associationType: required(oneOf('PRINCIPAL', 'RESOURCE')),
    resourceShareArns: ['text'],
    resourceArn: 'text',
    principal: 'text',
    associationStatus: oneOf(
      'ASSOCIATING',
      'ASSOCIATED',
      'FAILED',
      'DISASSOCIATING',
      'DISASSOCIATED',
      'SUSPENDED',
      'SUSPENDING',
      'RESTORING',
    ),
    nextToken: 'text',
    maxResults: MAX_RESULTS,
  },
  GetResourceShares: {
    resourceOwner: required(oneOf('SELF', 'OTHER-ACCOUNTS')),
    resourceShareArns: ['text'],
    resourceShareStatus: oneOf('PENDING', 'ACTIVE', 'FAILED', 'DELETING', 'DELETED'),
    name: 'text',
    nextToken: 'text',
    maxResults: MAX_RESULTS,
  },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
