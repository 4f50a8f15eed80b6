import { hex } from '@offboard/local-aws/random';
import {
  type GeneratedAssociations,
  type Seeder,
  type SimulatedCloud,
  seeder,
  type Timeline,
} from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { userArn } from './arns.ts';
import { instanceUsers, type UserFacts, userKey } from './associations.ts';
import { type Directory, directories, instances, productUsers } from './resources.ts';

const DIRECTORY = 'd-1234567890';
const DOMAIN = 'corp.example.com';
const INSTANCE = 'i-0a1b2c3d4e5f60718';

type User = Omit<UserFacts, 'instanceUserArn'>;

/**
 * alice succeeds, bob fails, carol reverts. dave is still listed on a terminated instance; erin is of a directory that
 * the company runs itself.
 */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  seedDirectory(home, DIRECTORY);
  const terminated = 'i-0f9e8d7c6b5a43210';
  seedInstance(home, INSTANCE, DIRECTORY);
  seedInstance(home, terminated, DIRECTORY, [{ at: cloud.now() - 1000, status: 'TERMINATED' }]);
  const users = { alice: INSTANCE, bob: INSTANCE, carol: INSTANCE, dave: terminated };
  for (const [username, instanceId] of Object.entries(users)) {
    seedUser(home, { username, instanceId, directoryId: DIRECTORY, domain: DOMAIN }, 45);
  }
  seedSelfManaged(home);
  const on = (username: string) => userKey({ username, instanceId: INSTANCE, directoryId: DIRECTORY, domain: DOMAIN });
  cloud.setOutcome(instanceUsers.kind, on('bob'), { outcome: 'fails', after: 90 }, HOME);
  cloud.setOutcome(instanceUsers.kind, on('carol'), { outcome: 'reverts', after: 90 }, HOME);
  const spoke = seeder(cloud, SPOKE);
  const alice = { username: 'alice', instanceId: 'i-0123456789abcdef0', directoryId: 'd-0987654321', domain: DOMAIN };
  seedDirectory(spoke, alice.directoryId);
  seedInstance(spoke, alice.instanceId, alice.directoryId);
  seedUser(spoke, alice, 90);
}

function seedSelfManaged(home: Seeder): void {
  const directoryId = 'sd-00112233aa';
  const controllers = {
    ipv4: ['10.0.0.10', '10.0.1.10'],
    ipv6: ['fd00::10'],
    secretId: 'license-manager-user-corp',
  };
  seedDirectory(home, directoryId, { type: 'SELF_MANAGED', controllers });
  seedUser(home, { username: 'erin', instanceId: INSTANCE, directoryId, domain: DOMAIN }, 45);
}

const USERS = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'olivia'];
const PER_INSTANCE = 20;

/** Every tenth instance is terminated, its users still listed. */
export const generated: GeneratedAssociations = {
  label: 'users',
  generate(at, count, next) {
    const { account, region } = at.location;
    const directoryId = `d-${hex(10, 'directory', account, region)}`;
    seedDirectory(at, directoryId);
    for (let index = 0; index < count; index++) {
      const host = Math.floor(index / PER_INSTANCE);
      const instanceId = `i-${hex(17, 'instance', account, region, host)}`;
      if (index % PER_INSTANCE === 0) {
        const status = host % 10 === 9 ? 'TERMINATED' : 'ACTIVE';
        seedInstance(at, instanceId, directoryId, [{ at: at.cloud.now() - 1000, status }]);
      }
      const name = USERS[index % USERS.length] as string;
      const username = index % PER_INSTANCE < USERS.length ? name : `${name}${index % PER_INSTANCE}`;
      seedUser(at, { username, instanceId, directoryId, domain: DOMAIN }, 1 + Math.floor(next() * 700));
    }
  },
};

function seedUser({ cloud, location, daysAgo, associate }: Seeder, user: User, days: number): void {
  const { username, directoryId, domain } = user;
  cloud.putResource(productUsers, location, `${directoryId}/${username}`, {
    username,
    directoryId,
    domain,
    product: 'OFFICE_PROFESSIONAL_PLUS',
    status: 'SUBSCRIBED',
    startedAt: daysAgo(200),
  });
  associate(instanceUsers, { ...user, instanceUserArn: userArn(location, user) }, days);
}

function seedDirectory({ cloud, location, id }: Seeder, directoryId: string, given: Partial<Directory> = {}): void {
  cloud.putResource(directories, location, directoryId, {
    directoryId,
    type: 'AWS_MANAGED',
    isShared: false,
    domain: DOMAIN,
    products: ['OFFICE_PROFESSIONAL_PLUS'],
    subnets: [`subnet-${id(17, directoryId, 'a')}`, `subnet-${id(17, directoryId, 'b')}`],
    securityGroupId: `sg-${id(17, directoryId)}`,
    ...given,
  });
}

function seedInstance(
  { cloud, location, daysAgo }: Seeder,
  instanceId: string,
  directoryId: string,
  timeline: Timeline = [{ at: daysAgo(300), status: 'ACTIVE' }],
): void {
  const products = ['OFFICE_PROFESSIONAL_PLUS'];
  cloud.putResource(instances, location, instanceId, { instanceId, products, directoryId, timeline });
}
