import { pick } from '@offboard/local-aws/random';
import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { externalConnections } from './associations.ts';
import { domains, repositories } from './resources.ts';

/** In acme, web, api and jobs have a connection, legacy has none, and app reads through web. */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  seedDomain(home, 'acme');
  for (const repository of ['web', 'api', 'jobs', 'legacy']) seedRepository(home, 'acme', repository);
  seedRepository(home, 'acme', 'app', ['web']);
  const connections = { web: 'public:npmjs', api: 'public:pypi', jobs: 'public:maven-central' };
  for (const [repository, externalConnection] of Object.entries(connections)) {
    home.associate(externalConnections, { domain: 'acme', repository, externalConnection }, 200);
  }
  const spoke = seeder(cloud, SPOKE);
  seedDomain(spoke, 'globex');
  seedRepository(spoke, 'globex', 'shop');
  spoke.associate(
    externalConnections,
    { domain: 'globex', repository: 'shop', externalConnection: 'public:npmjs' },
    90,
  );
}

const PUBLIC = ['public:npmjs', 'public:pypi', 'public:maven-central', 'public:crates-io', 'public:nuget-org'];
const PER_DOMAIN = 50;

/** One in ten is the upstream of another repository, which depends on its connection. */
export const generated: GeneratedAssociations = {
  label: 'connections',
  generate(at, count, next) {
    for (let index = 0; index < count; index++) {
      const domain = `artifacts-${Math.floor(index / PER_DOMAIN)}`;
      if (index % PER_DOMAIN === 0) seedDomain(at, domain);
      const repository = `${pick(['prod', 'test', 'dev'], next)}-${index}`;
      seedRepository(at, domain, repository);
      if (next() < 0.1) seedRepository(at, domain, `app-${index}`, [repository]);
      const externalConnection = pick(PUBLIC, next);
      at.associate(externalConnections, { domain, repository, externalConnection }, 1 + Math.floor(next() * 700));
    }
  },
};

function seedDomain({ cloud, location, daysAgo, id }: Seeder, domain: string): void {
  cloud.putResource(domains, location, domain, {
    domain,
    createdAt: daysAgo(700),
    encryptionKey: `arn:aws:kms:${location.region}:${location.account}:key/${id(32, domain)}`,
  });
}

function seedRepository(
  { cloud, location, daysAgo }: Seeder,
  domain: string,
  repository: string,
  upstreams: string[] = [],
): void {
  cloud.putResource(repositories, location, `${domain}/${repository}`, {
    domain,
    repository,
    administratorAccount: location.account,
    description: `${repository} packages`,
    upstreams,
    createdAt: daysAgo(500),
  });
}
