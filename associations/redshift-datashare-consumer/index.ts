import type { AssociationDescription } from '../common/contract.ts';
import { permissions } from './permissions.ts';
import { policy } from './policy.ts';
import { type DataShareConsumer, target } from './target.ts';

export const redshiftDatashareConsumer: AssociationDescription<DataShareConsumer> = {
  kind: 'redshift-datashare-consumer',
  target,
  policy,
  permissions,
};
