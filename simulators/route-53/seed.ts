import { hex } from '@offboard/local-aws/random';
import { type GeneratedAssociations, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { vpcAssociations } from './associations.ts';
import { globalIn, serviceZones, type Vpc, vpcs, type Zone, zones } from './resources.ts';

export const CORP = 'Z0123456789EXAMPLE';
export const SINGLE = 'Z0SINGLEVPCEXAMPLE';
/** The spoke account's, with a VPC of ours. */
export const SHARED = 'Z0SHAREDZONEEXAMPL';
export const SERVICE_ZONE = 'Z9999999999EXAMPLE';

export const VPC = 'vpc-0aaaabbbbccccdddd';
export const VPC_OF_SINGLE = 'vpc-0aaaabbbbcccceeee';
export const VPC_IN_SHARED = 'vpc-0aaaabbbbccccffff';
const VPC_OF_SPOKE = 'vpc-0bbbbccccddddeeee';

/** corp.example has three VPCs in two Regions, single.example one; shared.example is the spoke account's. */
export function seedSmall(cloud: SimulatedCloud): void {
  putVpcs(cloud, HOME.account, [at(VPC), at(VPC_OF_SINGLE), at(VPC_IN_SHARED), at(VPC, 'eu-west-1')]);
  putVpcs(cloud, SPOKE.account, [at(VPC_OF_SPOKE), at(VPC_OF_SPOKE, 'eu-west-1')]);
  putZone(cloud, { id: CORP, name: 'corp.example.', account: HOME.account });
  putZone(cloud, { id: SINGLE, name: 'single.example.', account: HOME.account });
  putZone(cloud, { id: SHARED, name: 'shared.example.', account: SPOKE.account });
  associate(cloud, { id: CORP, account: HOME.account }, [at(VPC), at(VPC_OF_SINGLE), at(VPC, 'eu-west-1')]);
  associate(cloud, { id: SINGLE, account: HOME.account }, [at(VPC_OF_SINGLE)]);
  const inShared = [at(VPC_IN_SHARED), at(VPC_OF_SPOKE), at(VPC_OF_SPOKE, 'eu-west-1')];
  associate(cloud, { id: SHARED, account: SPOKE.account }, inShared);
  const efs = { name: 'fs-0123456789abcdef0.efs.us-east-1.amazonaws.com.', service: 'efs.amazonaws.com' };
  cloud.putResource(serviceZones, globalIn('service'), SERVICE_ZONE, { id: SERVICE_ZONE, ...efs, ...at(VPC) });
}

function at(vpcId: string, region: string = HOME.region): Vpc {
  return { vpcId, region };
}

const PER_ZONE = 5;

/** Five VPCs a zone, and one of another Region: a zone keeps its last VPC. */
export const generated: GeneratedAssociations = {
  label: 'vpcs',
  generate({ cloud, location: { account, region } }, count, next) {
    for (let index = 0; index < count; index++) {
      const number = Math.floor(index / PER_ZONE);
      const id = `Z${hex(17, 'zone', account, region, number).toUpperCase()}`;
      if (index % PER_ZONE === 0) {
        const createdWith = at(`vpc-${hex(17, 'first', account, region, number)}`, 'eu-central-1');
        putVpcs(cloud, account, [createdWith]);
        putZone(cloud, { id, name: `zone-${number}.${region}.${account}.example.`, account, createdWith });
      }
      const vpc = at(`vpc-${hex(17, 'vpc', account, region, index)}`, region);
      putVpcs(cloud, account, [vpc]);
      associate(cloud, { id, account }, [vpc], 1 + Math.floor(next() * 700));
    }
  },
};

function associate(
  cloud: SimulatedCloud,
  { id, account }: Pick<Zone, 'id' | 'account'>,
  all: readonly Vpc[],
  days = 120,
): void {
  for (const vpc of all) {
    seeder(cloud, { account, region: vpc.region }).associate(vpcAssociations, { zoneId: id, ...vpc }, days);
  }
}

function putZone(cloud: SimulatedCloud, zone: Zone): void {
  cloud.putResource(zones, globalIn(zone.account), zone.id, zone);
}

function putVpcs(cloud: SimulatedCloud, account: string, all: readonly Vpc[]): void {
  for (const vpc of all) cloud.putResource(vpcs, { account, region: vpc.region }, vpc.vpcId, vpc);
}
