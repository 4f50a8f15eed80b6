/** What the functions of this kind may do. */

import type { KindPermissions, Statement } from '../permissions.ts';

const datashares = ['arn:{partition}:redshift:{regions}:*:datashare:{datashares}'];

const describing = {
  resources: ['*'],
  reason: 'Redshift has no resource type for describing datashares',
};

const describeDatashares: Statement = {
  actions: ['redshift:DescribeDataSharesForConsumer', 'redshift:DescribeDataShares'],
  ...describing,
};

export const permissions: KindPermissions = {
  parameters: [
    { name: 'datashares', default: '*', description: 'Redshift datashares, as a pattern over namespace/name' },
  ],
  start: [{ actions: ['redshift:DisassociateDataShareConsumer'], resources: datashares }, describeDatashares],
  poll: [describeDatashares],
  discover: [{ actions: ['redshift:DescribeDataSharesForConsumer'], ...describing }],
  restore: [{ actions: ['redshift:AssociateDataShareConsumer'], resources: datashares }, describeDatashares],
};
