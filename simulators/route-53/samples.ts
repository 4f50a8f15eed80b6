import type { Sample } from '../common/simulator.ts';
import { CORP, SINGLE, VPC, VPC_OF_SINGLE } from './seed.ts';

const vpcOf = (hostedZoneId: string, vpcId: string) => ({
  association: 'route53-vpc-association',
  target: { hostedZoneId, vpcId, vpcRegion: 'us-east-1' },
});

export const samples: readonly Sample[] = [
  { title: 'a VPC of a private hosted zone', data: vpcOf(CORP, VPC), expected: 'DISASSOCIATED' },
  { title: 'the last VPC of a private hosted zone', data: vpcOf(SINGLE, VPC_OF_SINGLE), expected: 'FAILED' },
];
