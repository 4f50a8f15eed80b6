/**
 * A consumer's association with a Redshift datashare: of an account, of a Region in it, or of one namespace. Its end is
 * done when the service answers. What is associated is decided by describing the share, never by the text of a fault:
 * the same fault stands for a share that is unknown and for one that is not associated.
 */

import {
  AssociateDataShareConsumerCommand,
  type DataShare,
  type DataShareAssociation,
  DisassociateDataShareConsumerCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import type { AssociationProvider, Observation, Progress, RunContext } from '../contract.ts';
import { tryCall } from '../errors.ts';
import {
  absent,
  acceptedAt,
  associatedAfterRequest,
  conflictingState,
  disassociated,
  failed,
  failOnServiceError,
  inProgress,
  rejectedOrFailed,
  skipped,
  stillAssociated,
} from '../progress.ts';
import { recordCalls } from '../sdk/calls.ts';
import { writeClientConfig } from '../sdk/clients.ts';
import { classify, errors, isNamed, look, mine, regionOf, statuses } from './datashares.ts';
import { discoverConsumers } from './discovery.ts';
import { policy } from './policy.ts';
import type { DataShareConsumer } from './target.ts';

const association: AssociationProvider<DataShareConsumer> = {
  kind: 'redshift-datashare-consumer',
  errors,
  statuses,
  policy,

  start: (target, context) => failOnServiceError(classify, () => begin(target, context)),

  async poll(target, context) {
    const { observation, row } = await look(target, context);
    const since = acceptedAt(context);
    if (row === undefined) return absent(context, observation);
    if (since !== undefined && row.CreatedDate !== undefined && row.CreatedDate > new Date(since)) {
      return disassociated(observation, { note: 'it has been associated again since' });
    }
    return stillAssociated(context, observation, { pace: policy.pace, service: 'Redshift' });
  },

  discover: discoverConsumers,

  async restore(target, before, context) {
    const client = recordCalls(
      new RedshiftClient({ ...writeClientConfig(context), ...regionOf(target, context) }),
      context,
    );
    const { dataShareArn, disassociateEntireAccount: entire, consumerArn, consumerRegion } = target;
    const row = mine((before as unknown as DataShare | null)?.DataShareAssociations, context).find(isNamed(target));
    await client.send(
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

export default association;

async function begin(target: DataShareConsumer, context: RunContext): Promise<Progress> {
  const { observation, row, others, unknown } = await look(target, context);
  if (row === undefined)
    return others.length > 0 ? otherForm(observation, others) : absent(context, observation, unknown);
  if (associatedAfterRequest(context, row.CreatedDate))
    return skipped(observation, 'it was associated after the request was made');
  if (acceptedAt(context) !== undefined)
    return stillAssociated(context, observation, { pace: policy.pace, service: 'Redshift' });
  return { ...(await askFor(target, context, observation)), before: observation.snapshot };
}

async function askFor(target: DataShareConsumer, context: RunContext, observation: Observation): Promise<Progress> {
  const { failure } = await disassociate(target, context);
  if (failure === undefined) return confirmed(target, context);
  if (failure.errorClass !== 'NOT_FOUND') return rejectedOrFailed(observation, failure);
  const again = await look(target, context);
  return again.row === undefined
    ? absent(context, again.observation)
    : conflictingState(context, again.observation, { failure, pace: policy.pace });
}

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

function disassociate(target: DataShareConsumer, context: RunContext) {
  const client = recordCalls(
    new RedshiftClient({ ...writeClientConfig(context), ...regionOf(target, context) }),
    context,
  );
  const { dataShareArn, disassociateEntireAccount, consumerArn, consumerRegion } = target;
  const command = new DisassociateDataShareConsumerCommand({
    DataShareArn: dataShareArn,
    DisassociateEntireAccount: disassociateEntireAccount,
    ConsumerArn: consumerArn,
    ConsumerRegion: consumerRegion,
  });
  return tryCall(() => client.send(command), classify);
}

/** The service has answered, and mostly shows it at once. */
async function confirmed(target: DataShareConsumer, context: RunContext) {
  const { observation, row } = await look(target, context);
  if (row === undefined) return disassociated(observation);
  return inProgress(observation, {
    next: 'poll',
    waitingFor: 'consistency',
    waitingMessage: 'Waiting for Redshift to stop showing the consumer.',
    acceptedAt: context.now().toISOString(),
  });
}
