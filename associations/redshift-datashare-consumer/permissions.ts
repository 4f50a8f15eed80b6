import type { KindPermissions, Statement } from '../common/permissions.ts';

/** A share's ARN has the account and Region of its producer; the stage's Regions are those of the consumer's call. */
const datashares = {
  resources: ['arn:{partition}:redshift:*:*:datashare:{datashares}'],
  inStageRegions: true,
} as const;

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
  start: [{ actions: ['redshift:DisassociateDataShareConsumer'], ...datashares }, describeDatashares],
  poll: [describeDatashares],
  discover: [{ actions: ['redshift:DescribeDataSharesForConsumer'], ...describing }],
  restore: [{ actions: ['redshift:AssociateDataShareConsumer'], ...datashares }, describeDatashares],
};
