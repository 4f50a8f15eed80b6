/** The small cloud every run begins with: one of each kind that ends well, and its unlucky neighbours. */

import { userArn } from '../arns.ts';
import type { Place } from '../kinds.ts';
import type { DataShare } from '../resources.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { maker } from './make.ts';
import { ACCOUNTS, HOME, PARTNERS } from './places.ts';

export const ACTION = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
export const APPROVERS = ['ana', 'ben', 'chi'];
const SALES = share('sales');

const DIRECTORY = 'd-1234567890';
const CORP = 'corp.example.com';
const INSTANCE = 'i-0a1b2c3d4e5f60718';
const NAMESPACE = namespace('1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809');

export function seedSmall(cloud: SimulatedCloud): void {
  openSearch(cloud);
  codeArtifact(cloud);
  redshift(cloud);
  licenseManager(cloud);
  teams(cloud);
  spoke(cloud);
}

/**
 * movies: F123456789 ends, F222222222 fails (in use), F333333333 is stuck, F444444444 reverts, F555555555 is busy at
 * first, a plugin with its licence takes hours, G000000001 is AWS's. books: F123456789 is known but not associated.
 */
function openSearch(cloud: SimulatedCloud): void {
  const make = maker(cloud, HOME);
  for (const domain of ['movies', 'books', 'music']) make.searchDomain(domain);
  const dictionaries = {
    F123456789: 'synonyms-movies',
    F222222222: 'stopwords-movies',
    F333333333: 'stemmer-movies',
    F444444444: 'synonyms-actors',
    F555555555: 'synonyms-titles',
  };
  for (const [packageId, packageName] of Object.entries(dictionaries)) {
    make.searchPackage(packageId, { packageName, description: 'Dictionary of the search team' });
    make.tied('opensearch-packages', { domainName: 'movies', packageId }, 90);
  }
  const plugin = 'pkg-0123456789abcdef';
  const licence = 'pkg-fedcba9876543210';
  make.searchPackage(plugin, { packageName: 'ranking-plugin', engineVersion: 'OpenSearch_2.19' });
  make.searchPackage(licence, {
    packageName: 'ranking-licence',
    packageType: 'PACKAGE-LICENSE',
    pluginId: plugin,
  });
  make.searchPackage('G000000001', { packageName: 'analysis-nori' });
  const keyAccessRoleArn = `arn:aws:iam::${HOME.account}:role/ranking-keys`;
  make.tied('opensearch-packages', { domainName: 'music', packageId: licence }, 60);
  make.tied(
    'opensearch-packages',
    { domainName: 'music', packageId: plugin, prerequisites: [licence], keyAccessRoleArn },
    60,
  );
  make.tied('opensearch-packages', { domainName: 'music', packageId: 'G000000001' }, 60);
  const movies = (id: string) => `movies/${id}`;
  cloud.setOutcome('opensearch-packages', movies('F222222222'), { outcome: 'fails', after: 120 }, HOME);
  cloud.setOutcome('opensearch-packages', movies('F333333333'), { outcome: 'stuck' }, HOME);
  cloud.setOutcome('opensearch-packages', movies('F444444444'), { outcome: 'reverts', after: 120 }, HOME);
  cloud.setOutcome('opensearch-packages', movies('F555555555'), { outcome: 'busy', after: 300 }, HOME);
}

/** acme: web, api and jobs have a connection; app reads through web; legacy has none (already gone). */
function codeArtifact(cloud: SimulatedCloud): void {
  const make = maker(cloud, HOME);
  make.artifactDomain('acme');
  for (const repository of ['web', 'api', 'jobs', 'legacy']) make.repository('acme', repository);
  make.repository('acme', 'app', ['web']);
  const connections = { web: 'public:npmjs', api: 'public:pypi', jobs: 'public:maven-central' };
  for (const [repository, externalConnection] of Object.entries(connections)) {
    make.tied('codeartifact-external-connection', { domain: 'acme', repository, externalConnection }, 200);
  }
}

/** sales is consumed by a namespace, ads by the account, logs in a Region; `old` was withdrawn by its producer. */
function redshift(cloud: SimulatedCloud): void {
  const { tied } = maker(cloud, HOME);
  for (const name of ['sales', 'ads', 'logs']) putShare(cloud, share(name));
  putShare(cloud, share('old'), { managedBy: 'ADX' });
  tied('redshift-datashare-consumer', { dataShareArn: SALES, namespaceArn: NAMESPACE, allowWrites: false }, 120);
  tied('redshift-datashare-consumer', { dataShareArn: share('ads'), allowWrites: false }, 30);
  tied('redshift-datashare-consumer', { dataShareArn: share('logs'), region: HOME.region, allowWrites: false }, 30);
  tied('redshift-datashare-consumer', { dataShareArn: share('old'), allowWrites: false }, 30, {
    status: 'DEAUTHORIZED',
  });
  const ours = `arn:aws:redshift:us-east-1:${HOME.account}:datashare:99887766-5544-3322-1100-ffeeddccbbaa/revenue`;
  putShare(cloud, ours);
  maker(cloud, { account: PARTNERS[1], region: HOME.region }).tied(
    'redshift-datashare-consumer',
    { dataShareArn: ours, allowWrites: false },
    80,
  );
}

/**
 * alice ends, bob fails, carol reverts; dave's instance is terminated but his row is still there; erin comes from a
 * directory that the company runs itself.
 */
function licenseManager(cloud: SimulatedCloud): void {
  const make = maker(cloud, HOME);
  make.directory(DIRECTORY, CORP);
  const stopped = 'i-0f9e8d7c6b5a43210';
  make.instance(INSTANCE, DIRECTORY);
  make.instance(stopped, DIRECTORY, [{ at: cloud.now() - 1000, status: 'TERMINATED' }]);
  const users = { alice: INSTANCE, bob: INSTANCE, carol: INSTANCE, dave: stopped };
  for (const [username, instanceId] of Object.entries(users)) {
    make.productUser(DIRECTORY, username, CORP);
    const user = { username, instanceId, directoryId: DIRECTORY, domain: CORP };
    make.tied('license-manager-user', { ...user, instanceUserArn: userArn(HOME, user) }, 45);
  }
  const own = 'sd-00112233aa';
  const controllers = {
    ipv4: ['10.0.0.10', '10.0.1.10'],
    ipv6: ['fd00::10'],
    secretId: 'license-manager-user-corp',
  };
  make.directory(own, CORP, { type: 'SELF_MANAGED', controllers });
  make.productUser(own, 'erin', CORP);
  const erin = { username: 'erin', instanceId: INSTANCE, directoryId: own, domain: CORP };
  make.tied('license-manager-user', { ...erin, instanceUserArn: userArn(HOME, erin) }, 45);
  const on = (username: string) => `${INSTANCE}/${DIRECTORY}/${username}@${CORP}`;
  cloud.setOutcome('license-manager-user', on('bob'), { outcome: 'fails', after: 90 }, HOME);
  cloud.setOutcome('license-manager-user', on('carol'), { outcome: 'reverts', after: 90 }, HOME);
}

/** One team an account; each Region's association votes otherwise: approved, rejected, expired, cancelled. */
function teams(cloud: SimulatedCloud): void {
  const kind = 'payment-cryptography-mpa-team';
  const { arn: teamArn } = maker(cloud, HOME).team('payments', APPROVERS, 2);
  const regions = {
    'us-east-1': 'succeeds',
    'us-west-2': 'rejected',
    'eu-west-1': 'expires',
    'eu-central-1': 'cancelled',
  };
  for (const region of Object.keys(regions)) {
    maker(cloud, { account: HOME.account, region }).tied(kind, { action: ACTION, teamArn }, 150);
  }
  const at = (region: string): Place => ({ account: HOME.account, region });
  cloud.setOutcome(kind, ACTION, { outcome: 'rejected', after: 3600 }, at('us-west-2'));
  cloud.setOutcome(kind, ACTION, { outcome: 'expires' }, at('eu-west-1'));
  cloud.setOutcome(kind, ACTION, { outcome: 'cancelled', after: 3600 }, at('eu-central-1'));
}

/** The first spoke account has one association of each kind, under names of its own; all end well. */
function spoke(cloud: SimulatedCloud): void {
  const place: Place = { account: ACCOUNTS[1], region: HOME.region };
  const make = maker(cloud, place);
  make.searchDomain('catalog');
  make.searchPackage('F777777777', { packageName: 'synonyms-catalog' });
  make.tied('opensearch-packages', { domainName: 'catalog', packageId: 'F777777777' }, 90);
  make.artifactDomain('globex');
  make.repository('globex', 'shop');
  const externalConnection = 'public:npmjs';
  make.tied('codeartifact-external-connection', { domain: 'globex', repository: 'shop', externalConnection }, 90);
  make.tied('redshift-datashare-consumer', { dataShareArn: SALES, allowWrites: false }, 90);
  const user = { username: 'alice', instanceId: 'i-0123456789abcdef0', directoryId: 'd-0987654321', domain: CORP };
  make.directory(user.directoryId, CORP);
  make.instance(user.instanceId, user.directoryId);
  make.productUser(user.directoryId, user.username, CORP);
  make.tied('license-manager-user', { ...user, instanceUserArn: userArn(place, user) }, 90);
  const { arn: teamArn } = make.team('payments', APPROVERS, 2);
  make.tied('payment-cryptography-mpa-team', { action: ACTION, teamArn }, 90);
}

export function putShare(cloud: SimulatedCloud, arn: string, given: Partial<DataShare> = {}): void {
  const [, , , region = '', account = ''] = arn.split(':');
  const guid = arn.split(':').at(-1)?.split('/')[0];
  cloud.putResource('datashare', { account, region }, arn, {
    arn,
    producerArn: `arn:aws:redshift:${region}:${account}:namespace:${guid}`,
    allowPubliclyAccessibleConsumers: false,
    ...given,
  });
}

function share(name: string): string {
  return `arn:aws:redshift:us-east-1:${PARTNERS[0]}:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/${name}`;
}

function namespace(guid: string): string {
  return `arn:aws:redshift:${HOME.region}:${HOME.account}:namespace:${guid}`;
}
