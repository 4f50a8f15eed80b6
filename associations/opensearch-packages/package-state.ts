/** The state of each package of a request. */

import type { DomainPackageDetails } from '@aws-sdk/client-opensearch';
import type { Item, RunContext, StatusClass } from '../common/contract.ts';
import type { ServiceError } from '../common/errors.ts';
import {
  ABSENT,
  associatedAfterRequest,
  memoryOf,
  NEVER_SEEN,
  PARENT_NOT_FOUND,
  RETRIED,
  reverted,
  wasSeen,
} from '../common/progress.ts';
import { isFinal } from './items.ts';
import { isServiceError, type Listing } from './packages.ts';
import { paceOfPackages, policy } from './policy.ts';

export const statuses: Readonly<Record<string, StatusClass>> = {
  ACTIVE: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  ASSOCIATION_FAILED: 'ASSOCIATION_FAILED',
  DISSOCIATING: 'DISASSOCIATING',
  DISSOCIATION_FAILED: 'DISASSOCIATION_FAILED',
};

/** What later runs must know. */
export interface Memory {
  /** Package id -> when OpenSearch accepted its removal. ISO 8601. */
  accepted: Record<string, string>;
  /** Packages seen in association at the request's time or before: the request speaks of them whatever date they show later. */
  associating: string[];
  /** Prerequisites of the packages, as the first run listed them: OpenSearch removes a plugin's licence with the plugin. */
  prerequisites: DomainPackageDetails[];
}

export function memoryOfRun(context: RunContext): Memory {
  const { accepted = {}, associating = [], prerequisites = [] } = (memoryOf(context) ?? {}) as Partial<Memory>;
  return { accepted: { ...accepted }, associating: [...associating], prerequisites };
}

/** What the domain lists, and what earlier runs left. */
export interface Reading extends Listing {
  context: RunContext;
  memory: Memory;
}

/** The state of a package before a request, or that its removal is to be requested. */
export function stateAtStart(id: string, reading: Reading): Item | 'request' {
  const { context, memory, rows } = reading;
  const row = rows.get(id);
  if (row === undefined || id in memory.accepted || earlierItem(id, context) !== undefined)
    return stateAtPoll(id, reading);
  const later = associatedAfterRequest(context, row.LastUpdated) && !memory.associating.includes(id);
  switch (statuses[statusOf(row)]) {
    case 'ASSOCIATED':
    // Dissociating what never became active clears it away.
    case 'ASSOCIATION_FAILED':
      return later ? itemOf(id, row, { outcome: 'SKIPPED', message: CHANGED_SINCE }) : 'request';
    case 'ASSOCIATING':
      if (later) return itemOf(id, row, { outcome: 'SKIPPED', message: CHANGED_SINCE });
      memory.associating.push(id);
      return itemOf(id, row, {});
    case 'DISASSOCIATING':
      return dissociating(id, reading);
    case 'DISASSOCIATION_FAILED':
      // A failure since the request was made is this request's answer; after an older one it is requested again.
      return later ? itemOf(id, row, failureOf(row)) : 'request';
    default:
      return itemOf(id, row, {});
  }
}

const CHANGED_SINCE = 'it was associated or updated after the request was made';

/** The state of a package by what the domain lists. */
export function stateAtPoll(id: string, reading: Reading): Item {
  const known = earlierItem(id, reading.context);
  if (known !== undefined) return known;
  const row = reading.rows.get(id);
  if (row === undefined) return absent(id, reading);
  const accepted = reading.memory.accepted[id];
  switch (statuses[statusOf(row)]) {
    case 'DISASSOCIATION_FAILED':
      return itemOf(id, row, failureOf(row));
    case 'ASSOCIATING':
      if (accepted === undefined) return itemOf(id, row, {});
      return itemOf(id, row, { outcome: 'DISASSOCIATED', message: 'it is being associated again' });
    case 'ASSOCIATED':
    // Dissociating what never became active clears it away.
    case 'ASSOCIATION_FAILED':
      return accepted === undefined
        ? itemOf(id, row, {})
        : stillListed(id, row, { accepted, context: reading.context });
    default:
      return itemOf(id, row, {});
  }
}

/** OpenSearch accepted its removal: ours, or one that came before. */
function dissociating(id: string, { context, memory, rows }: Reading): Item {
  memory.accepted[id] = context.now().toISOString();
  return itemOf(id, rows.get(id), {});
}

/** @param seen an earlier read showed it. */
function absent(id: string, reading: Reading, seen = wasSeen(reading.context)): Item {
  const { missing, memory, context } = reading;
  if (missing !== undefined) {
    return itemOf(
      id,
      undefined,
      seen
        ? { outcome: 'ALREADY_GONE', parentDeleted: true, message: missing }
        : { outcome: 'NOT_FOUND', error: PARENT_NOT_FOUND.error, message: missing },
    );
  }
  const replaced = replacement(id, reading);
  if (id in memory.accepted) return itemOf(id, undefined, { outcome: 'DISASSOCIATED', ...replaced });
  if (seen) return itemOf(id, undefined, { outcome: 'ALREADY_GONE', ...replaced });
  return itemOf(id, undefined, {
    outcome: 'ALREADY_GONE',
    ...(context.retried === true ? { message: RETRIED } : { neverSeen: true, message: NEVER_SEEN }),
  });
}

/** What the service shows may be late at first; after the grace it has reverted. */
function stillListed(id: string, row: DomainPackageDetails, since: { accepted: string; context: RunContext }): Item {
  const { grace } = paceOfPackages([id]);
  if (since.context.now().getTime() - Date.parse(since.accepted) < grace * 1000) return itemOf(id, row, {});
  const { error, message } = reverted(statusOf(row), { since: since.accepted, service: policy.service });
  return itemOf(id, row, { outcome: 'FAILED', error, message });
}

/** The final state that an earlier run found. */
function earlierItem(id: string, { earlier }: RunContext): Item | undefined {
  return earlier?.items?.find((item) => item.id === id && isFinal(item));
}

function itemOf(
  id: string,
  row: DomainPackageDetails | undefined,
  result: Pick<Item, 'error' | 'message' | 'neverSeen' | 'parentDeleted'> & { outcome?: NonNullable<Item['outcome']> },
): Item {
  const bad = result.outcome !== undefined && ['FAILED', 'REJECTED', 'NOT_FOUND'].includes(result.outcome);
  const state = result.outcome === undefined ? 'IN_PROGRESS' : bad ? 'FAILED' : 'DISASSOCIATED';
  return { id, state, serviceStatus: statusOf(row), ...result };
}

function statusOf(row: DomainPackageDetails | undefined): string {
  return row === undefined ? ABSENT : (row.DomainPackageStatus ?? 'UNKNOWN');
}

function failureOf(row: DomainPackageDetails) {
  const { ErrorType = 'UnknownError', ErrorMessage = 'no reason given' } = row.ErrorDetails ?? {};
  return { outcome: 'FAILED', error: statusOf(row), message: `${ErrorType}: ${ErrorMessage}` } as const;
}

/** An engine upgrade gives a domain's plugins new ids under their old names; the old id is then no longer listed. */
function replacement(id: string, { context, rows }: Reading): Pick<Item, 'message'> {
  const snapshot = (context.earlier?.snapshot ?? []) as unknown as DomainPackageDetails[];
  const name = Array.isArray(snapshot) ? snapshot.find(({ PackageID }) => PackageID === id)?.PackageName : undefined;
  const other = name === undefined ? undefined : [...rows.values()].find(({ PackageName }) => PackageName === name);
  return other === undefined ? {} : { message: `the domain lists ${name} as ${other.PackageID} now` };
}

/** The state of a package after its removal was requested. */
export function stateAfterRequest(
  id: string,
  answer: DomainPackageDetails | ServiceError | undefined,
  reading: Reading,
): Item {
  const row = reading.rows.get(id);
  if (answer !== undefined && !isServiceError(answer)) return dissociating(id, reading);
  if (row === undefined) return absent(id, reading, true);
  if (statuses[statusOf(row)] === 'DISASSOCIATING') return dissociating(id, reading);
  if (answer === undefined || answer.errorClass === 'BUSY' || answer.errorClass === 'NOT_FOUND')
    return itemOf(id, row, {});
  const { name: error, message } = answer.error;
  return itemOf(id, row, { outcome: answer.errorClass === 'INVALID' ? 'REJECTED' : 'FAILED', error, message });
}
