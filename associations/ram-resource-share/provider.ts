/**
 * A principal or a resource of a RAM resource share, removed by the account that owns the share. The row of what has
 * ended stays listed as DISASSOCIATED for a time that AWS does not state, so that word counts, not absence.
 */

import { AssociateResourceShareCommand, DisassociateResourceShareCommand, RAMClient } from '@aws-sdk/client-ram';
import type { AssociationProvider } from '../common/contract.ts';
import { driver, type Reading } from '../common/driver.ts';
import { writeClient } from '../common/sdk/clients.ts';
import { classify, errors, observe, parentMissing, readingOf, regionOf, requestOf, statuses } from './associations.ts';
import { discoverAssociations } from './discovery.ts';
import { policy } from './policy.ts';
import type { ShareAssociation } from './target.ts';

const provider: AssociationProvider<ShareAssociation> = {
  kind: 'ram-resource-share',
  errors,
  statuses,
  policy,
  clients: [RAMClient],
  discover: discoverAssociations,

  ...driver<ShareAssociation, Reading>({
    policy,
    noun: 'the association of the share',
    skippedNote: 'it was associated after the request was made',
    classify,
    observe,
    parentMissing,
    async request(target, context) {
      const { resourceShareAssociations = [] } = await writeClient(RAMClient, context, regionOf(target)).send(
        new DisassociateResourceShareCommand(requestOf('disassociate', target, context)),
      );
      const row = resourceShareAssociations.find(
        ({ associatedEntity }) => associatedEntity === (target.principal ?? target.resourceArn),
      );
      return row === undefined ? undefined : readingOf(row, context);
    },
  }),

  async restore(target, _before, context) {
    await writeClient(RAMClient, context, regionOf(target)).send(
      new AssociateResourceShareCommand(requestOf('associate', target, context)),
    );
  },
};

export default provider;
