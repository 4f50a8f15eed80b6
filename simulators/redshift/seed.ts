import { guid, pick } from '@offboard/local-aws/random';
import { accountRegionOf } from '@offboard/local-aws/service';
import { type GeneratedAssociations, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, PARTNERS, SPOKE } from '../common/locations.ts';
import { datashareConsumers } from './associations.ts';
import { type DataShare, datashares } from './resources.ts';

const NAMESPACE = `arn:aws:redshift:${HOME.region}:${HOME.account}:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809`;
/** Ours, which a partner consumes. */
const REVENUE = `arn:aws:redshift:us-east-1:${HOME.account}:datashare:99887766-5544-3322-1100-ffeeddccbbaa/revenue`;

/** A namespace consumes sales, the account ads, a Region logs; `old` was deauthorized by its producer. */
export function seedSmall(cloud: SimulatedCloud): void {
  for (const name of ['sales', 'ads', 'logs']) putShare(cloud, share(name));
  putShare(cloud, share('old'), { managedBy: 'ADX' });
  const consumers = [
    { name: 'sales', days: 120, namespaceArn: NAMESPACE },
    { name: 'ads', days: 30 },
    { name: 'logs', days: 30, region: HOME.region },
    { name: 'old', days: 30, status: 'DEAUTHORIZED' },
  ];
  const home = seeder(cloud, HOME);
  for (const { name, days, status = 'ACTIVE', ...form } of consumers) {
    const facts = { dataShareArn: share(name), allowWrites: false, ...form };
    home.associate(datashareConsumers, facts, days, { status });
  }
  putShare(cloud, REVENUE);
  const partner = seeder(cloud, { account: PARTNERS[1], region: HOME.region });
  partner.associate(datashareConsumers, { dataShareArn: REVENUE, allowWrites: false }, 80);
  seeder(cloud, SPOKE).associate(datashareConsumers, { dataShareArn: share('sales'), allowWrites: false }, 90);
}

/** Of ten, six are namespaces, two a Region and two the entire account. */
export const generated: GeneratedAssociations = {
  label: 'consumers',
  generate({ cloud, location, associate }, count, next) {
    const { account, region } = location;
    for (let index = 0; index < count; index++) {
      const partner = pick(PARTNERS, next);
      const producer = guid('producer', account, region, index);
      const dataShareArn = `arn:aws:redshift:${region}:${partner}:datashare:${producer}/share${index}`;
      putShare(cloud, dataShareArn);
      const form = next();
      const namespaceArn = `arn:aws:redshift:${region}:${account}:namespace:${guid('consumer', account, region, index)}`;
      const consumer = form < 0.6 ? { namespaceArn } : form < 0.8 ? { region } : {};
      const facts = { dataShareArn, allowWrites: false, ...consumer };
      associate(datashareConsumers, facts, 1 + Math.floor(next() * 700));
    }
  },
};

function putShare(cloud: SimulatedCloud, arn: string, given: Partial<DataShare> = {}): void {
  const { account, region } = accountRegionOf(arn);
  const producer = arn.split(':').at(-1)?.split('/')[0];
  cloud.putResource(datashares, { account, region }, arn, {
    arn,
    producerArn: `arn:aws:redshift:${region}:${account}:namespace:${producer}`,
    allowPubliclyAccessibleConsumers: false,
    ...given,
  });
}

function share(name: string): string {
  return `arn:aws:redshift:us-east-1:${PARTNERS[0]}:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/${name}`;
}
