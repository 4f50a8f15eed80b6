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
import type { AssociationProvider, Permission, Progress, Session } from '../contract.ts';
import {
  acceptedAt,
  beganLater,
  disputed,
  ended,
  failed,
  gone,
  orRefused,
  refused,
  type Seen,
  skipped,
  stillThere,
  waiting,
} from '../progress.ts';
import { ask } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forAsking } from '../sdk/clients.ts';
import { errors, isNamed, look, meaning, mine, regionOf, statuses } from './datashares.ts';
import { discoverConsumers, discoverPermissions } from './discovery.ts';
import { policy } from './policy.ts';
import type { DataShareConsumer } from './target.ts';

/** A datashare's ARN carries its producer's account and Region, not ours. */
const share = '{dataShareArn}';
const reason = 'Redshift knows no resource for describing datashares';

const looking: readonly Permission[] = [
  { action: 'redshift:DescribeDataSharesForConsumer', resource: '*', reason },
  { action: 'redshift:DescribeDataShares', resource: '*', reason },
];

const association: AssociationProvider<DataShareConsumer> = {
  kind: 'redshift-datashare-consumer',
  permissions: {
    start: [{ action: 'redshift:DisassociateDataShareConsumer', resource: share }, ...looking],
    check: looking,
    discover: discoverPermissions,
    restore: [{ action: 'redshift:AssociateDataShareConsumer', resource: share }, ...looking],
  },
  errors,
  statuses,
  policy,

  start: (target, session) => orRefused(meaning, () => begin(target, session)),

  async poll(target, session) {
    const { seen, row } = await look(target, session);
    const since = acceptedAt(session);
    if (row === undefined) return gone(session, seen);
    if (since !== undefined && row.CreatedDate !== undefined && row.CreatedDate > new Date(since)) {
      return ended(seen, { note: 'it has been associated again since' });
    }
    return stillThere(session, seen, { pace: policy.pace, service: 'Redshift' });
  },

  discover: discoverConsumers,

  async restore(target, before, session) {
    const client = recordCalls(new RedshiftClient({ ...forAsking(session), ...regionOf(target, session) }), session);
    const { dataShareArn, disassociateEntireAccount: entire, consumerArn, consumerRegion } = target;
    const row = mine((before as unknown as DataShare | null)?.DataShareAssociations, session).find(isNamed(target));
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

async function begin(target: DataShareConsumer, session: Session): Promise<Progress> {
  const { seen, row, others, unknown } = await look(target, session);
  if (row === undefined) return others.length > 0 ? otherForm(seen, others) : gone(session, seen, unknown);
  if (beganLater(session, row.CreatedDate)) return skipped(seen, 'it was associated after the request was made');
  if (acceptedAt(session) !== undefined) return stillThere(session, seen, { pace: policy.pace, service: 'Redshift' });
  return { ...(await askFor(target, session, seen)), before: seen.snapshot };
}

async function askFor(target: DataShareConsumer, session: Session, seen: Seen): Promise<Progress> {
  const { refusal } = await disassociate(target, session);
  if (refusal === undefined) return confirmed(target, session);
  if (refusal.meaning !== 'GONE') return refused(seen, refusal);
  const again = await look(target, session);
  return again.row === undefined
    ? gone(session, again.seen)
    : disputed(session, again.seen, { refusal, pace: policy.pace });
}

function otherForm(seen: Seen, others: readonly DataShareAssociation[]) {
  const forms = others.map(({ ConsumerIdentifier: id = '', ConsumerRegion: region }) => {
    if (id.includes(':')) return `consumerArn ${id}`;
    return region === undefined ? 'disassociateEntireAccount true' : `consumerRegion ${region}`;
  });
  return failed(seen, {
    error: 'AssociatedInAnotherForm',
    message: `The share is not associated in the form that is named, but in another: ${[...new Set(forms)].join(', ')}.`,
    advice: 'Name it in the form in which it is associated, under a new id.',
    rejected: true,
  });
}

function disassociate(target: DataShareConsumer, session: Session) {
  const client = recordCalls(new RedshiftClient({ ...forAsking(session), ...regionOf(target, session) }), session);
  const { dataShareArn, disassociateEntireAccount, consumerArn, consumerRegion } = target;
  const command = new DisassociateDataShareConsumerCommand({
    DataShareArn: dataShareArn,
    DisassociateEntireAccount: disassociateEntireAccount,
    ConsumerArn: consumerArn,
    ConsumerRegion: consumerRegion,
  });
  return ask(() => client.send(command), meaning);
}

/** The service has answered, and mostly shows it at once. */
async function confirmed(target: DataShareConsumer, session: Session) {
  const { seen, row } = await look(target, session);
  if (row === undefined) return ended(seen);
  return waiting(seen, {
    next: 'poll',
    waitingFor: 'consistency',
    waitingMessage: 'Waiting for Redshift to stop showing the consumer.',
    acceptedAt: session.now().toISOString(),
  });
}
