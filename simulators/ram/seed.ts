import { guid } from '@offboard/local-aws/random';
import { type AccountRegion, accountRegionOf } from '@offboard/local-aws/service';
import { type GeneratedAssociations, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { ACCOUNTS, HOME, PARTNERS, SPOKE } from '../common/locations.ts';
import { type EntityFacts, shareAssociations } from './associations.ts';
import { isOutside } from './changes.ts';
import { type Share, shares } from './resources.ts';

export const NETWORK = shareArn(HOME, '7ab63972-b505-4e2a-8f1d-4c0f5a2b9c31');
export const LICENSES = shareArn(HOME, '0f9d3c11-2a8b-4f6e-9d57-61b2c3d4e5f6');
export const POLICY_SHARE = shareArn(HOME, '5c1e7f20-9b34-4d0a-8e6f-7a8b9c0d1e2f');
export const SPOKE_NETWORK = shareArn(SPOKE, '3d2c1b0a-4f5e-4768-9a8b-c7d6e5f40312');

/** She has users of instances in both accounts, too. */
const ALICE = `arn:aws:iam::${HOME.account}:user/alice`;
const OU = `arn:aws:organizations::${HOME.account}:ou/o-a1b2c3d4e5/ou-a1b2-c3d4e5f6`;

/**
 * A subnet is shared with a partner and with a spoke account; a license configuration with an OU; the spoke account's
 * network with a partner and with alice. A share that a resource policy made cannot be changed.
 */
export function seedSmall(cloud: SimulatedCloud): void {
  putShare(cloud, NETWORK, { name: 'network' });
  putShare(cloud, LICENSES, { name: 'licenses', allowExternalPrincipals: false });
  putShare(cloud, POLICY_SHARE, { name: 'from-policy', featureSet: 'CREATED_FROM_POLICY' });
  putShare(cloud, SPOKE_NETWORK, { name: 'spoke-network' });
  const home = seeder(cloud, HOME);
  const at = (arn: string, entity: string) => home.associate(shareAssociations, factsOf(arn, entity), 150);
  at(NETWORK, PARTNERS[1]);
  at(NETWORK, SPOKE.account);
  at(NETWORK, subnet(HOME));
  at(LICENSES, OU);
  at(LICENSES, `arn:aws:license-manager:us-east-1:${HOME.account}:license-configuration:lic-0123456789abcdef`);
  at(POLICY_SHARE, PARTNERS[1]);
  const spoke = seeder(cloud, SPOKE);
  for (const entity of [PARTNERS[1], ALICE]) spoke.associate(shareAssociations, factsOf(SPOKE_NETWORK, entity), 90);
}

const PER_SHARE = 5;

/** Of five associations of a share, one is its subnet, and four are accounts, partners among them. */
export const generated: GeneratedAssociations = {
  label: 'shares',
  generate({ cloud, location, associate }, count, next) {
    for (let index = 0; index < count; index++) {
      const number = Math.floor(index / PER_SHARE);
      const arn = shareArn(location, guid('share', location.account, location.region, number));
      if (index % PER_SHARE === 0) putShare(cloud, arn, { name: `share-${number}` });
      const candidates = [...ACCOUNTS, ...PARTNERS].filter((account) => account !== location.account);
      const accounts = candidates.slice(number % 3);
      const entity = index % PER_SHARE === 4 ? subnet(location, number) : (accounts[index % PER_SHARE] as string);
      associate(shareAssociations, factsOf(arn, entity), 1 + Math.floor(next() * 700));
    }
  },
};

function factsOf(arn: string, entity: string): EntityFacts {
  const isResource = entity.startsWith('arn:aws:ec2:') || entity.startsWith('arn:aws:license-manager:');
  return { shareArn: arn, entity, type: isResource ? 'RESOURCE' : 'PRINCIPAL', external: isOutside(entity) };
}

function shareArn({ account, region }: AccountRegion, id: string): string {
  return `arn:aws:ram:${region}:${account}:resource-share/${id}`;
}

function subnet({ account, region }: AccountRegion, number = 0): string {
  return `arn:aws:ec2:${region}:${account}:subnet/subnet-${String(number).padStart(17, '0')}`;
}

export function putShare(cloud: SimulatedCloud, arn: string, given: Partial<Share> & { name: string }): void {
  cloud.putResource(shares, accountRegionOf(arn), arn, {
    arn,
    status: 'ACTIVE',
    allowExternalPrincipals: true,
    featureSet: 'STANDARD',
    createdAt: cloud.now() - 700 * 24 * 60 * 60 * 1000,
    ...given,
  });
}
