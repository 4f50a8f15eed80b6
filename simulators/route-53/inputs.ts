import type * as sdk from '@aws-sdk/client-route-53';
import type { SdkOperations } from '@offboard/local-aws/service';
import { type Inputs, integer, oneOf, required, text } from '@offboard/local-aws/service';

const RESOURCE_ID = text({ length: [0, 32] });
const VPC_ID = text({ length: [0, 1024] });
const PAGINATION_TOKEN = text({ length: [0, 1024] });
const COMMENT = text({ length: [0, 256] });

/** The Regions of the model in the commercial partition. */
export const VPC_REGIONS: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['ap-east-1', 'ap-east-2', 'ap-south-1', 'ap-south-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
  ...['ap-southeast-7', 'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1'],
];

const VPC_REGION = oneOf(...VPC_REGIONS);
const ZONE = { HostedZoneId: required(RESOURCE_ID) };
const ZONE_AND_VPC = { ...ZONE, VPC: required({ VPCRegion: VPC_REGION, VPCId: VPC_ID }) };

export const INPUTS = {
  DisassociateVPCFromHostedZone: { ...ZONE_AND_VPC, Comment: COMMENT },
  AssociateVPCWithHostedZone: { ...ZONE_AND_VPC, Comment: COMMENT },
  CreateVPCAssociationAuthorization: ZONE_AND_VPC,
  DeleteVPCAssociationAuthorization: ZONE_AND_VPC,
  ListVPCAssociationAuthorizations: { ...ZONE, NextToken: PAGINATION_TOKEN, MaxResults: integer(1, 50) },
  GetChange: { Id: required(text({ length: [1, 6500] })) },
  GetHostedZone: { Id: required(RESOURCE_ID) },
  ListHostedZones: {
    Marker: text({ length: [0, 64] }),
    MaxItems: 'integer',
    HostedZoneType: oneOf('PrivateHostedZone'),
  },
  ListHostedZonesByVPC: {
    VPCId: required(VPC_ID),
    VPCRegion: required(VPC_REGION),
    MaxItems: 'integer',
    NextToken: PAGINATION_TOKEN,
  },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
