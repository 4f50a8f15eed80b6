/** Worlds of any size: the same seed and size give the same cloud, spread over accounts and Regions. */

import { guid, hex, pick, random } from '@offboard/local-aws/random';
import { userArn } from '../arns.ts';
import type { Place } from '../kinds.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { type Maker, maker } from './make.ts';
import { PARTNERS } from './places.ts';
import { ACTION, APPROVERS, putShare } from './small.ts';

const USERS = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'olivia'];
const PUBLIC = ['public:npmjs', 'public:pypi', 'public:maven-central', 'public:crates-io', 'public:nuget-org'];
const PER_DOMAIN = 10;
const PER_ARTIFACT_DOMAIN = 50;
const PER_INSTANCE = 20;

/** Everything of one place that its associations are spread over. */
interface Corner {
  cloud: SimulatedCloud;
  place: Place;
  make: Maker;
  count: number;
  next: () => number;
}

/** Ties `size` associations: the teams first (one a place), the rest in equal parts of the other kinds. */
export function seedLarge(cloud: SimulatedCloud, { size, spread }: { size: number; spread: readonly Place[] }): void {
  const seed = cloud.options.seed;
  const teamed = spread.slice(0, size);
  for (const place of teamed) tieTeam(cloud, place);
  const parts = spread.flatMap((place) => [packages, connections, consumers, users].map((tie) => ({ place, tie })));
  const rest = size - teamed.length;
  parts.forEach(({ place, tie }, index) => {
    const count = Math.floor(rest / parts.length) + (index < rest % parts.length ? 1 : 0);
    const next = random(seed, tie.name, place.account, place.region);
    if (count > 0) tie({ cloud, place, make: maker(cloud, place), count, next });
  });
}

function tieTeam(cloud: SimulatedCloud, place: Place): void {
  const make = maker(cloud, place);
  const { arn: teamArn } = make.team('payments', APPROVERS, 2);
  make.tied('payment-cryptography-mpa-team', { action: ACTION, teamArn }, 100);
}

/** One in ten is a plugin; one in fifty of the associations is stuck in a failed state. */
function packages({ make, place, count, next }: Corner): void {
  for (let index = 0; index < count; index++) {
    const domainName = `search-${Math.floor(index / PER_DOMAIN)}`;
    if (index % PER_DOMAIN === 0) make.searchDomain(domainName);
    const isPlugin = next() < 0.1;
    const label = `${place.account}/${place.region}/${index}`;
    const packageId = isPlugin ? `pkg-${hex(16, 'package', label)}` : `F${100_000_000 + index}`;
    make.searchPackage(packageId);
    const failed = next() < 0.02;
    make.tied('opensearch-packages', { domainName, packageId }, days(next), {
      status: failed ? 'ASSOCIATION_FAILED' : 'ACTIVE',
      ...(failed ? { errorType: 'ValidationFailure', message: 'The package could not be validated' } : {}),
    });
  }
}

/** One in ten is the upstream of another repository, which is cut off with it. */
function connections({ make, count, next }: Corner): void {
  for (let index = 0; index < count; index++) {
    const domain = `artifacts-${Math.floor(index / PER_ARTIFACT_DOMAIN)}`;
    if (index % PER_ARTIFACT_DOMAIN === 0) make.artifactDomain(domain);
    const repository = `${pick(['prod', 'test', 'dev'], next)}-${index}`;
    make.repository(domain, repository);
    if (next() < 0.1) make.repository(domain, `app-${index}`, [repository]);
    const externalConnection = pick(PUBLIC, next);
    make.tied('codeartifact-external-connection', { domain, repository, externalConnection }, days(next));
  }
}

function consumers({ cloud, make, place, count, next }: Corner): void {
  for (let index = 0; index < count; index++) {
    const label = [place.account, place.region, index] as const;
    const partner = pick(PARTNERS, next);
    const dataShareArn = `arn:aws:redshift:${place.region}:${partner}:datashare:${guid('producer', ...label)}/share${index}`;
    putShare(cloud, dataShareArn);
    const form = next();
    const namespaceArn = `arn:aws:redshift:${place.region}:${place.account}:namespace:${guid('consumer', ...label)}`;
    const consumer = form < 0.6 ? { namespaceArn } : form < 0.8 ? { region: place.region } : {};
    make.tied('redshift-datashare-consumer', { dataShareArn, allowWrites: false, ...consumer }, days(next));
  }
}

/** Every tenth instance is terminated, its rows not yet gone. */
function users({ cloud, make, place, count, next }: Corner): void {
  const directoryId = `d-${hex(10, 'directory', place.account, place.region)}`;
  const domain = 'corp.example.com';
  make.directory(directoryId, domain);
  for (let index = 0; index < count; index++) {
    const host = Math.floor(index / PER_INSTANCE);
    const instanceId = `i-${hex(17, 'instance', place.account, place.region, host)}`;
    if (index % PER_INSTANCE === 0) {
      const status = host % 10 === 9 ? 'TERMINATED' : 'ACTIVE';
      make.instance(instanceId, directoryId, [{ at: cloud.now() - 1000, status }]);
    }
    const name = USERS[index % USERS.length] as string;
    const username = index % PER_INSTANCE < USERS.length ? name : `${name}${index % PER_INSTANCE}`;
    make.productUser(directoryId, username, domain);
    const user = { username, instanceId, directoryId, domain };
    make.tied('license-manager-user', { ...user, instanceUserArn: userArn(place, user) }, days(next));
  }
}

function days(next: () => number): number {
  return 1 + Math.floor(next() * 700);
}
