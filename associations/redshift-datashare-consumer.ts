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
  paginateDescribeDataShares,
  paginateDescribeDataSharesForConsumer,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import type { DataShareConsumer } from '../events/targets/redshift-datashare-consumer.ts';
import type { Association, Meaning, Pace, Progress, Session, Standing } from './contract.ts';
import { discoverConsumers, discoverPermissions } from './discovery/redshift-datashare-consumer.ts';
import { synchronous } from './pace.ts';
import {
  ABSENT,
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
} from './progress.ts';
import { ask, meaningOf } from './refusal.ts';
import { recordCalls } from './sdk/calls.ts';
import { forAsking, forReading } from './sdk/clients.ts';
import { toJson } from './sdk/json.ts';

const pace: Pace = { ...synchronous, deadline: 30 * 60, grace: 60, settle: 0, usual: 20 };

/** "Datashare status values": all but ACTIVE mean that the consumer is not, or no longer, associated. */
const statuses: Readonly<Record<string, Standing>> = {
  ACTIVE: 'TIED',
  AVAILABLE: 'ENDED',
  AUTHORIZED: 'ENDED',
  PENDING_AUTHORIZATION: 'ENDED',
  DEAUTHORIZED: 'ENDED',
  REJECTED: 'ENDED',
};

const errors: Readonly<Record<string, Meaning>> = {
  InvalidDataShareFault: 'GONE',
  InvalidNamespaceFault: 'GONE',
  UnauthorizedOperation: 'DENIED',
};

const meaning = (error: Error) => meaningOf(error, errors);

/** A datashare's ARN carries its producer's account and Region, not ours. */
const share = '{dataShareArn}';
const reason = 'Redshift knows no resource for describing datashares';

const association: Association<DataShareConsumer> = {
  kind: 'redshift-datashare-consumer',
  permissions: {
    start: [
      { action: 'redshift:DisassociateDataShareConsumer', resource: share },
      { action: 'redshift:DescribeDataSharesForConsumer', resource: '*', reason },
      { action: 'redshift:DescribeDataShares', resource: '*', reason },
    ],
    check: [
      { action: 'redshift:DescribeDataSharesForConsumer', resource: '*', reason },
      { action: 'redshift:DescribeDataShares', resource: '*', reason },
    ],
    discover: discoverPermissions,
    restore: [{ action: 'redshift:AssociateDataShareConsumer', resource: share }],
  },
  errors,
  statuses,
  pace,

  start: (target, session) => orRefused(meaning, () => begin(target, session)),

  async check(target, session) {
    const { seen, row } = await look(target, session);
    const since = acceptedAt(session);
    if (row === undefined) return gone(session, seen);
    if (since !== undefined && row.CreatedDate !== undefined && row.CreatedDate > new Date(since)) {
      return ended(seen, { note: 'it has been associated again since' });
    }
    return stillThere(session, seen, { pace, service: 'Redshift' });
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
  if (acceptedAt(session) !== undefined) return stillThere(session, seen, { pace, service: 'Redshift' });
  return { ...(await askFor(target, session, seen)), before: seen.shown };
}

async function askFor(target: DataShareConsumer, session: Session, seen: Seen): Promise<Progress> {
  const { refusal } = await disassociate(target, session);
  if (refusal === undefined) return confirmed(target, session);
  if (refusal.meaning !== 'GONE') return refused(seen, refusal);
  const again = await look(target, session);
  return again.row === undefined ? gone(session, again.seen) : disputed(session, again.seen, { refusal, pace });
}

interface Look {
  seen: Seen;
  /** The association that the target names, while it is ACTIVE. */
  row: DataShareAssociation | undefined;
  /** ACTIVE associations of ours in another form, which the named one would be part of or include. */
  others: readonly DataShareAssociation[];
  /** Said where Redshift does not know the share: it may be a slip of the pen. */
  unknown?: string;
}

/** Both descriptions are read to the end: it is gone when neither shows it ACTIVE. */
async function look(target: DataShareConsumer, session: Session): Promise<Look> {
  const client = recordCalls(new RedshiftClient({ ...forReading(session), ...regionOf(target, session) }), session);
  const consumed = await shareFrom(target, paginateDescribeDataSharesForConsumer({ client, pageSize: 100 }, {}));
  const input = { DataShareArn: target.dataShareArn };
  const described = await ask(
    () => shareFrom(target, paginateDescribeDataShares({ client, pageSize: 100 }, input)),
    meaning,
  );
  if (described.refusal !== undefined && described.refusal.meaning !== 'GONE') throw described.refusal.error;
  const rows = mine(
    [...(described.answer?.DataShareAssociations ?? []), ...(consumed?.DataShareAssociations ?? [])],
    session,
  );
  const active = rows.filter(({ Status = '' }) => statuses[Status] === 'TIED');
  const row = active.find(isNamed(target));
  const providerStatus = (row ?? rows.find(isNamed(target)) ?? rows[0])?.Status ?? ABSENT;
  const unknown = described.refusal?.error.message;
  return {
    seen: { providerStatus, shown: toJson(described.answer ?? consumed) },
    row,
    others: active.filter((other) => overlaps(target, other)),
    ...(unknown !== undefined && consumed === undefined && { unknown }),
  };
}

async function shareFrom(
  { dataShareArn }: DataShareConsumer,
  pages: AsyncIterable<{ DataShares?: DataShare[] | undefined }>,
): Promise<DataShare | undefined> {
  let found: DataShare | undefined;
  for await (const { DataShares = [] } of pages)
    found ??= DataShares.find(({ DataShareArn }) => DataShareArn === dataShareArn);
  return found;
}

/** The producer is shown every consumer; only the account's own associations are ours to end. */
function mine(
  rows: readonly DataShareAssociation[] = [],
  { account }: Pick<Session, 'account'>,
): DataShareAssociation[] {
  return rows.filter(({ ConsumerIdentifier: id = '' }) => account === undefined || accountOf(id) === account);
}

function accountOf(identifier: string): string | undefined {
  return identifier.includes(':') ? identifier.split(':')[4] : identifier;
}

/** A namespace is identified by its ARN; a Region and an account both by the account. */
function isNamed({ consumerArn, consumerRegion }: DataShareConsumer) {
  return ({ ConsumerIdentifier: id = '', ConsumerRegion: region }: DataShareAssociation): boolean => {
    if (consumerArn !== undefined) return id === consumerArn;
    return !id.includes(':') && region === consumerRegion;
  };
}

/** Another form of the same tie: ending the named one, which is not there, would leave it. */
function overlaps(target: DataShareConsumer, other: DataShareAssociation): boolean {
  if (isNamed(target)(other)) return false;
  const { ConsumerIdentifier: id = '', ConsumerRegion: region } = other;
  const placed = region ?? (id.includes(':') ? id.split(':')[3] : undefined);
  if (target.disassociateEntireAccount || placed === undefined) return true;
  // Two namespaces have nothing to do with each other.
  if (target.consumerArn !== undefined && id.includes(':')) return false;
  return placed === (target.consumerRegion ?? target.consumerArn?.split(':')[3]);
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
    next: 'check',
    waitingFor: 'Redshift to show that the consumer is gone',
    acceptedAt: session.now().toISOString(),
  });
}

/** An association is in its consumer's Region; an account's is asked about where the share is. */
function regionOf(
  { dataShareArn, consumerArn, consumerRegion }: DataShareConsumer,
  { clientConfig }: Session,
): { region?: string } {
  const region = clientConfig.region ?? consumerRegion ?? (consumerArn ?? dataShareArn).split(':')[3];
  return region === undefined ? {} : { region };
}
