/** How OpenSearch Service is spoken with about the packages of a domain: what it lists, and what it is asked for. */

import {
  AssociatePackagesCommand,
  DissociatePackagesCommand,
  type DomainPackageDetails,
  OpenSearchClient,
  type PackageDetailsForAssociation,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-opensearch';
import type { Meaning, Session } from '../contract.ts';
import { ask, meaningOf, type Refusal } from '../refusal.ts';
import { recordCalls } from '../sdk/calls.ts';
import { forAsking, forReading } from '../sdk/clients.ts';
import type { OpenSearchPackages } from './target.ts';

export const errors: Readonly<Record<string, Meaning>> = {
  AccessDeniedException: 'DENIED',
  BaseException: 'REJECTED',
  ConflictException: 'BUSY',
  DependencyFailureException: 'RETRY',
  DisabledOperationException: 'REJECTED',
  InternalException: 'RETRY',
  InvalidPaginationTokenException: 'RETRY',
  InvalidTypeException: 'REJECTED',
  LimitExceededException: 'FAILED',
  ResourceAlreadyExistsException: 'FAILED',
  ResourceNotFoundException: 'GONE',
  ServiceQuotaExceededException: 'FAILED',
  SlotNotAvailableException: 'BUSY',
  ThrottlingException: 'RETRY',
  ValidationException: 'REJECTED',
};

/** One name for three things, which only the words tell apart. */
export function meaning(error: Error): Meaning {
  if (error.name !== 'ValidationException') return meaningOf(error, errors);
  // "Package is not associated to this domain" (as Terraform reads it, too).
  if (/not associated/i.test(error.message)) return 'GONE';
  // "A change/update is in progress. Please wait for it to complete before requesting another change."
  return /in progress|being processed|wait/i.test(error.message) ? 'BUSY' : 'REJECTED';
}

/** Packages of a domain, by id. */
export type Rows = ReadonlyMap<string, DomainPackageDetails>;

/** What a domain lists. */
export interface Listing {
  rows: Rows;
  /** The service's words where there is no such domain, which then lists nothing: it may be a slip of the pen. */
  missing?: string;
}

/** Every package of the domain, every page read. */
export async function list({ domainName }: OpenSearchPackages, session: Session): Promise<Listing> {
  const client = recordCalls(new OpenSearchClient(forReading(session)), session);
  const { answer, refusal } = await ask(
    async () => {
      const rows: DomainPackageDetails[] = [];
      for await (const page of paginateListPackagesForDomain({ client, pageSize: 100 }, { DomainName: domainName })) {
        rows.push(...(page.DomainPackageDetailsList ?? []));
      }
      return byId(rows);
    },
    (error) => meaningOf(error, errors),
  );
  if (answer !== undefined) return { rows: answer };
  if (refusal.meaning !== 'GONE') throw refusal.error;
  return { rows: new Map(), missing: refusal.error.message };
}

function byId(rows: readonly DomainPackageDetails[]): Rows {
  return new Map(rows.map((row) => [row.PackageID ?? '', row]));
}

/** What OpenSearch said to the ask: its details of the package, or its refusal. */
export type Answers = Map<string, DomainPackageDetails | Refusal>;

/**
 * Asks for all at once. Whether one package that cannot go stops the others is nowhere stated: those that an answer
 * does not name are asked for one by one, so that each gets its own.
 */
export async function dissociate(domainName: string, ids: readonly string[], session: Session): Promise<Answers> {
  const client = recordCalls(new OpenSearchClient(forAsking(session)), session);
  const askFor = (PackageList: string[]) =>
    ask(() => client.send(new DissociatePackagesCommand({ DomainName: domainName, PackageList })), meaning);
  const { answer, refusal } = await askFor([...ids]);
  const answers: Answers = new Map(byId(answer?.DomainPackageDetailsList ?? []));
  const unnamed = ids.filter((id) => !answers.has(id));
  const [only] = ids;
  if (refusal !== undefined && ids.length === 1 && only !== undefined) return answers.set(only, refusal);
  for (const id of unnamed) {
    const alone = await askFor([id]);
    const details = alone.answer?.DomainPackageDetailsList?.[0];
    if (alone.refusal !== undefined || details !== undefined) answers.set(id, alone.refusal ?? details ?? {});
  }
  return answers;
}

export function isRefusal(answer: DomainPackageDetails | Refusal): answer is Refusal {
  return 'meaning' in answer;
}

/** The way back: as they were associated, with their prerequisites and their access to the key store. */
export async function associate(
  { domainName, packageIds }: OpenSearchPackages,
  before: readonly DomainPackageDetails[],
  session: Session,
): Promise<void> {
  const client = recordCalls(new OpenSearchClient(forAsking(session)), session);
  const PackageList = packageIds.map((id) => toAssociate(id, before));
  await client.send(new AssociatePackagesCommand({ DomainName: domainName, PackageList }));
}

function toAssociate(id: string, before: readonly DomainPackageDetails[]): PackageDetailsForAssociation {
  const row = before.find(({ PackageID }) => PackageID === id);
  const { PrerequisitePackageIDList: prerequisites = [], AssociationConfiguration } = row ?? {};
  return {
    PackageID: id,
    ...(prerequisites.length > 0 && { PrerequisitePackageIDList: prerequisites }),
    ...(AssociationConfiguration !== undefined && { AssociationConfiguration }),
  };
}
