import { hex } from '@offboard/local-aws/random';
import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { packageAssociations } from './associations.ts';
import { type SearchPackage, searchDomains, searchPackages } from './resources.ts';

/**
 * Of movies, F123456789 succeeds, F222222222 fails (in use), F333333333 is stuck, F444444444 reverts and F555555555 is
 * busy at first. Of music, a plugin with its licence takes hours and G000000001 is AWS's. books exists, and F123456789
 * is not associated with it.
 */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  for (const domain of ['movies', 'books', 'music']) seedDomain(home, domain);
  seedDictionaries(home);
  seedPlugin(home);
  const spoke = seeder(cloud, SPOKE);
  seedDomain(spoke, 'catalog');
  seedPackage(spoke, 'F777777777', { packageName: 'synonyms-catalog' });
  spoke.associate(packageAssociations, { domainName: 'catalog', packageId: 'F777777777' }, 90);
}

function seedDictionaries(home: Seeder): void {
  const dictionaries = {
    F123456789: 'synonyms-movies',
    F222222222: 'stopwords-movies',
    F333333333: 'stemmer-movies',
    F444444444: 'synonyms-actors',
    F555555555: 'synonyms-titles',
  };
  for (const [packageId, packageName] of Object.entries(dictionaries)) {
    seedPackage(home, packageId, { packageName, description: 'Dictionary of the search team' });
    home.associate(packageAssociations, { domainName: 'movies', packageId }, 90);
  }
  const scripted = {
    F222222222: { outcome: 'fails', after: 120 },
    F333333333: { outcome: 'stuck' },
    F444444444: { outcome: 'reverts', after: 120 },
    F555555555: { outcome: 'busy', after: 300 },
  };
  for (const [packageId, outcome] of Object.entries(scripted)) {
    home.cloud.setOutcome(packageAssociations.kind, `movies/${packageId}`, outcome, HOME);
  }
}

function seedPlugin(home: Seeder): void {
  const plugin = 'pkg-0123456789abcdef';
  const licence = 'pkg-fedcba9876543210';
  seedPackage(home, plugin, { packageName: 'ranking-plugin', engineVersion: 'OpenSearch_2.19' });
  seedPackage(home, licence, { packageName: 'ranking-licence', packageType: 'PACKAGE-LICENSE', pluginId: plugin });
  seedPackage(home, 'G000000001', { packageName: 'analysis-nori' });
  const keyAccessRoleArn = `arn:aws:iam::${HOME.account}:role/ranking-keys`;
  const domainName = 'music';
  home.associate(packageAssociations, { domainName, packageId: licence }, 60);
  home.associate(
    packageAssociations,
    { domainName, packageId: plugin, prerequisites: [licence], keyAccessRoleArn },
    60,
  );
  home.associate(packageAssociations, { domainName, packageId: 'G000000001' }, 60);
}

const PER_DOMAIN = 10;

/** One in ten is a plugin; one in fifty of the associations has failed. */
export const generated: GeneratedAssociations = {
  label: 'packages',
  generate(at, count, next) {
    for (let index = 0; index < count; index++) {
      const domainName = `search-${Math.floor(index / PER_DOMAIN)}`;
      if (index % PER_DOMAIN === 0) seedDomain(at, domainName);
      const isPlugin = next() < 0.1;
      const label = `${at.location.account}/${at.location.region}/${index}`;
      const packageId = isPlugin ? `pkg-${hex(16, 'package', label)}` : `F${100_000_000 + index}`;
      seedPackage(at, packageId);
      const failed = next() < 0.02;
      at.associate(packageAssociations, { domainName, packageId }, 1 + Math.floor(next() * 700), {
        status: failed ? 'ASSOCIATION_FAILED' : 'ACTIVE',
        ...(failed ? { errorType: 'ValidationFailure', message: 'The package could not be validated' } : {}),
      });
    }
  },
};

function seedDomain({ cloud, location, id }: Seeder, domainName: string): void {
  cloud.putResource(searchDomains, location, domainName, {
    domainName,
    domainId: id(12, domainName),
    engineVersion: 'OpenSearch_2.19',
    instanceType: 'r6g.large.search',
    instanceCount: 3,
  });
}

function seedPackage(
  { cloud, location, daysAgo }: Seeder,
  packageId: string,
  given: Partial<SearchPackage> = {},
): void {
  cloud.putResource(searchPackages, location, packageId, {
    packageId,
    packageName: `package-${packageId.toLowerCase()}`,
    packageType: packageId.startsWith('pkg-') ? 'ZIP-PLUGIN' : 'TXT-DICTIONARY',
    description: '',
    version: 'v1',
    owner: packageId.startsWith('G') ? 'Amazon' : location.account,
    createdAt: daysAgo(400),
    ...given,
  });
}
