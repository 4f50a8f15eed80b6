/**
 * A consumer's association with a Redshift datashare: of an account, of a Region in it, or of one namespace. It is
 * removed when the service answers. A description of the share decides what is associated, never the text of a fault:
 * the same fault stands for a share that is unknown and for one that is not associated.
 */

import {
  AssociateDataShareConsumerCommand,
  type DataShare,
  type DataShareAssociation,
  DisassociateDataShareConsumerCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import type { AssociationProvider, Observation } from '../common/contract.ts';
import { driver } from '../common/driver.ts';
import { failed } from '../common/progress.ts';
import { writeClient } from '../common/sdk/clients.ts';
import { classify, errors, isNamed, mine, observe, regionOf, type ShareReading, statuses } from './datashares.ts';
import { discoverConsumers } from './discovery.ts';
import { policy } from './policy.ts';
import type { DataShareConsumer } from './target.ts';

const provider: AssociationProvider<DataShareConsumer> = {
  kind: 'redshift-datashare-consumer',
  errors,
  statuses,
  policy,
  clients: [RedshiftClient],
  discover: discoverConsumers,

  ...driver<DataShareConsumer, ShareReading>({
    policy,
    noun: 'the consumer',
    skippedNote: 'it was associated after the request was made',
    classify,
    observe,
    async request(target, context) {
      const { dataShareArn, disassociateEntireAccount, consumerArn, consumerRegion } = target;
      await writeClient(RedshiftClient, context, regionOf(target, context)).send(
        new DisassociateDataShareConsumerCommand({
          DataShareArn: dataShareArn,
          DisassociateEntireAccount: disassociateEntireAccount,
          ConsumerArn: consumerArn,
          ConsumerRegion: consumerRegion,
        }),
      );
      return undefined;
    },
    rejectAbsent: async (_target, _context, { observation, others }) =>
      others.length > 0 ? otherForm(observation, others) : undefined,
  }),

  async restore(target, before, context) {
    const { dataShareArn, disassociateEntireAccount: entire, consumerArn, consumerRegion } = target;
    const row = mine((before as unknown as DataShare | null)?.DataShareAssociations, context).find(isNamed(target));
    await writeClient(RedshiftClient, context, regionOf(target, context)).send(
      new AssociateDataShareConsumerCommand({
        DataShareArn: dataShareArn,
        AssociateEntireAccount: entire,
        ConsumerArn: consumerArn,
        ConsumerRegion: consumerRegion,
        AllowWrites: row?.ConsumerAcceptedWrites,
      }),
    );
  },
};

export default provider;

function otherForm(observation: Observation, others: readonly DataShareAssociation[]) {
  const forms = others.map(({ ConsumerIdentifier: id = '', ConsumerRegion: region }) => {
    if (id.includes(':')) return `consumerArn ${id}`;
    return region === undefined ? 'disassociateEntireAccount true' : `consumerRegion ${region}`;
  });
  return failed(observation, {
    error: 'AssociatedInAnotherForm',
    message: `The share is not associated in the form that is named, but in another: ${[...new Set(forms)].join(', ')}.`,
    advice: 'Name it in the form in which it is associated, under a new id.',
    rejected: true,
  });
}
