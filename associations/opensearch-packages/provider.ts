/**
 * Packages of an OpenSearch Service domain. Their end takes minutes, and hours where a plugin's removal redeploys the
 * domain (blue/green). A package that an index still uses cannot go.
 *
 * `LastUpdated` is the only date that a package of a domain shows. It is taken for the time its association began,
 * although an update of the package moves it too: a request older than it is then skipped, which harms nothing, and a
 * fresh one is not.
 */

import type { DomainPackageDetails } from '@aws-sdk/client-opensearch';
import type { AssociationProvider, Item, Json, Progress, RunContext, StatusClass } from '../contract.ts';
import type { ServiceError } from '../errors.ts';
import { ABSENT, acceptedAt, associatedAfterRequest, failOnServiceError, memoryOf, reverted } from '../progress.ts';
import { toJson } from '../sdk/to-json.ts';
import { discoverPackages } from './discovery.ts';
import { isFinal, progressOf } from './items.ts';
import {
  type Answers,
  associate,
  classify,
  dissociate,
  errors,
  isServiceError,
  type Listing,
  list,
} from './packages.ts';
import { paceOfPackages, policy } from './policy.ts';
import type { OpenSearchPackages } from './target.ts';

const statuses: Readonly<Record<string, StatusClass>> = {
  ACTIVE: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  ASSOCIATION_FAILED: 'ASSOCIATION_FAILED',
  DISSOCIATING: 'DISASSOCIATING',
  DISSOCIATION_FAILED: 'DISASSOCIATION_FAILED',
};

/** What later runs must know of single packages. */
interface Memory {
  /** Package id -> when OpenSearch accepted its end. ISO 8601. */
  accepted: Record<string, string>;
  /** Observation while they were being associated, before the request's time or at it: they stay what the request speaks of. */
  tying: string[];
}

const provider: AssociationProvider<OpenSearchPackages> = {
  kind: 'opensearch-packages',
  errors,
  statuses,
  policy,

  start: (target, context) => failOnServiceError(classify, () => begin(target, context)),

  async poll(target, context) {
    const look = { context, memory: remembered(context), ...(await list(target, context)) };
    return whole(
      target,
      target.packageIds.map((id) => atCheck(id, look)),
      look,
    );
  },

  discover: discoverPackages,

  async restore(target, before, context) {
    await associate(target, Array.isArray(before) ? (before as unknown as DomainPackageDetails[]) : [], context);
  },
};

export default provider;

async function begin(target: OpenSearchPackages, context: RunContext): Promise<Progress> {
  const look = { context, memory: remembered(context), ...(await list(target, context)) };
  const judged = target.packageIds.map((id) => [id, atStart(id, look)] as const);
  const asking = judged.flatMap(([id, item]) => (item === 'ask' ? id : []));
  const answers: Answers = asking.length === 0 ? new Map() : await dissociate(target.domainName, asking, context);
  const after = { ...look, ...(await listAfter(target, look, answers)) };
  const items = judged.map(([id, item]) => (item === 'ask' ? answered(id, answers.get(id), after) : item));
  return { ...whole(target, items, after), before: shownOf(target, look) };
}

/** One look: what the domain lists, and what is known from earlier ones. */
interface Look extends Listing {
  context: RunContext;
  memory: Memory;
}

/** What is to be said of a package before anything is asked, or that its end is to be asked for. */
function atStart(id: string, look: Look): Item | 'ask' {
  const { context, memory, rows } = look;
  const row = rows.get(id);
  if (row === undefined || id in memory.accepted || earlierItem(id, context) !== undefined) return atCheck(id, look);
  const later = associatedAfterRequest(context, row.LastUpdated) && !memory.tying.includes(id);
  switch (statuses[statusOf(row)]) {
    case 'ASSOCIATED':
    // Dissociating what never became active clears it away.
    case 'ASSOCIATION_FAILED':
      return later ? itemOf(id, row, { outcome: 'SKIPPED', message: CHANGED_SINCE }) : 'ask';
    case 'ASSOCIATING':
      if (later) return itemOf(id, row, { outcome: 'SKIPPED', message: CHANGED_SINCE });
      memory.tying.push(id);
      return itemOf(id, row, {});
    case 'DISASSOCIATING':
      return going(id, look);
    case 'DISASSOCIATION_FAILED':
      // A failure since the request was made is this request's answer; one from before may be tried again.
      return later ? itemOf(id, row, failureOf(row)) : 'ask';
    default:
      return itemOf(id, row, {});
  }
}

const CHANGED_SINCE = 'it was associated or updated after the request was made';

/** What a look says of a package, its end asked for or not. */
function atCheck(id: string, look: Look): Item {
  const known = earlierItem(id, look.context);
  if (known !== undefined) return known;
  const row = look.rows.get(id);
  if (row === undefined) return absent(id, look);
  const accepted = look.memory.accepted[id];
  switch (statuses[statusOf(row)]) {
    case 'DISASSOCIATION_FAILED':
      return itemOf(id, row, failureOf(row));
    case 'ASSOCIATING':
      if (accepted === undefined) return itemOf(id, row, {});
      return itemOf(id, row, { outcome: 'DISASSOCIATED', message: 'it is being associated again' });
    case 'ASSOCIATED':
    // Dissociating what never became active clears it away.
    case 'ASSOCIATION_FAILED':
      return accepted === undefined ? itemOf(id, row, {}) : stillListed(id, row, { accepted, context: look.context });
    default:
      return itemOf(id, row, {});
  }
}

/** Its end is accepted, by this request's ask or by one that came before. */
function going(id: string, { context, memory, rows }: Look): Item {
  memory.accepted[id] = context.now().toISOString();
  return itemOf(id, rows.get(id), {});
}

function absent(id: string, look: Look): Item {
  const outcome = id in look.memory.accepted ? 'DISASSOCIATED' : 'ALREADY_GONE';
  const { missing } = look;
  return itemOf(id, undefined, { outcome, ...(missing === undefined ? replacement(id, look) : { message: missing }) });
}

/** The service may be behind for a moment; after that it went back. */
function stillListed(id: string, row: DomainPackageDetails, since: { accepted: string; context: RunContext }): Item {
  const { grace } = paceOfPackages([id]);
  if (since.context.now().getTime() - Date.parse(since.accepted) < grace * 1000) return itemOf(id, row, {});
  const { error, message } = reverted(statusOf(row), { since: since.accepted, service: 'OpenSearch' });
  return itemOf(id, row, { outcome: 'FAILED', error, message });
}

/** The answer an earlier run came to for this package, which is final. */
function earlierItem(id: string, { earlier }: RunContext): Item | undefined {
  return earlier?.items?.find((item) => item.id === id && isFinal(item));
}

function itemOf(
  id: string,
  row: DomainPackageDetails | undefined,
  said: Pick<Item, 'error' | 'message'> & { outcome?: NonNullable<Item['outcome']> },
): Item {
  const bad = said.outcome === 'FAILED' || said.outcome === 'REJECTED';
  const state = said.outcome === undefined ? 'IN_PROGRESS' : bad ? 'FAILED' : 'DISASSOCIATED';
  return { id, state, serviceStatus: statusOf(row), ...said };
}

function statusOf(row: DomainPackageDetails | undefined): string {
  return row === undefined ? ABSENT : (row.DomainPackageStatus ?? 'UNKNOWN');
}

function failureOf(row: DomainPackageDetails) {
  const { ErrorType = 'UnknownError', ErrorMessage = 'no reason given' } = row.ErrorDetails ?? {};
  return { outcome: 'FAILED', error: statusOf(row), message: `${ErrorType}: ${ErrorMessage}` } as const;
}

/** An engine upgrade gives a domain's plugins new ids under their old names; the old id is then listed no more. */
function replacement(id: string, { context, rows }: Look): Pick<Item, 'message'> {
  const snapshot = (context.earlier?.snapshot ?? []) as unknown as DomainPackageDetails[];
  const name = Array.isArray(snapshot) ? snapshot.find(({ PackageID }) => PackageID === id)?.PackageName : undefined;
  const other = name === undefined ? undefined : [...rows.values()].find(({ PackageName }) => PackageName === name);
  return other === undefined ? {} : { message: `the domain lists ${name} as ${other.PackageID} now` };
}

/** A failure says less than a look does, so it is looked again where there was one. */
async function listAfter(target: OpenSearchPackages, { rows, context }: Look, answers: Answers): Promise<Listing> {
  if ([...answers.values()].some(isServiceError)) return list(target, context);
  return { rows: new Map([...rows, ...answers] as [string, DomainPackageDetails][]) };
}

/** How a package stands after its end was asked for. */
function answered(id: string, answer: DomainPackageDetails | ServiceError | undefined, look: Look): Item {
  const row = look.rows.get(id);
  if (answer !== undefined && !isServiceError(answer)) return going(id, look);
  if (row === undefined) return absent(id, look);
  if (statuses[statusOf(row)] === 'DISASSOCIATING') return going(id, look);
  if (answer === undefined || answer.errorClass === 'BUSY' || answer.errorClass === 'NOT_FOUND')
    return itemOf(id, row, {});
  const { name: error, message } = answer.error;
  return itemOf(id, row, { outcome: answer.errorClass === 'INVALID' ? 'REJECTED' : 'FAILED', error, message });
}

function whole(target: OpenSearchPackages, items: Item[], look: Look): Progress {
  const { context, memory } = look;
  const { domainName } = target;
  const open = items.filter((item) => !isFinal(item)).map(({ id }) => id);
  const unasked = open.filter((id) => !(id in memory.accepted));
  const began = Object.values(memory.accepted).toSorted()[0];
  return progressOf(items, {
    snapshot: shownOf(target, look),
    next: unasked.length > 0 ? 'start' : 'poll',
    waitingFor: unasked.length > 0 ? 'other-change' : 'removal',
    waitingMessage:
      unasked.length > 0
        ? `Waiting for ${domainName} to accept the removal of ${unasked.join(', ')}.`
        : `Waiting for OpenSearch Service to remove ${open.join(', ')} from ${domainName}.`,
    acceptedAt: began ?? acceptedAt(context),
    memory: toJson(memory),
  });
}

function shownOf({ packageIds }: OpenSearchPackages, { rows }: Look): Json {
  const snapshot = packageIds.flatMap((id) => rows.get(id) ?? []);
  return snapshot.length === 0 ? null : toJson(snapshot);
}

function remembered(context: RunContext): Memory {
  const { accepted = {}, tying = [] } = (memoryOf(context) ?? {}) as Partial<Memory>;
  return { accepted: { ...accepted }, tying: [...tying] };
}
