/** How OpenSearch Service is spoken with about the packages of a domain: what it lists, and what it is asked for. */

import {
  AssociatePackagesCommand,
  DissociatePackagesCommand,
  type DomainPackageDetails,
  OpenSearchClient,
  type PackageDetailsForAssociation,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-opensearch';
import type { ErrorClass, RunContext } from '../contract.ts';
import { classifyError, type ServiceError, tryCall } from '../errors.ts';
import { recordCalls } from '../sdk/calls.ts';
import { readClientConfig, writeClientConfig } from '../sdk/clients.ts';
import type { OpenSearchPackages } from './target.ts';

export const errors: Readonly<Record<string, ErrorClass>> = {
  AccessDeniedException: 'DENIED',
  BaseException: 'INVALID',
  ConflictException: 'BUSY',
  DependencyFailureException: 'RETRYABLE',
  DisabledOperationException: 'INVALID',
  InternalException: 'RETRYABLE',
  InvalidPaginationTokenException: 'RETRYABLE',
  InvalidTypeException: 'INVALID',
  LimitExceededException: 'FAILED',
  ResourceAlreadyExistsException: 'FAILED',
  ResourceNotFoundException: 'NOT_FOUND',
  ServiceQuotaExceededException: 'FAILED',
  SlotNotAvailableException: 'BUSY',
  ThrottlingException: 'RETRYABLE',
  ValidationException: 'INVALID',
};

/** One name for three things, which only the words tell apart. */
export function classify(error: Error): ErrorClass {
  if (error.name !== 'ValidationException') return classifyError(error, errors);
  // "Package is not associated to this domain" (as Terraform reads it, too).
  if (/not associated/i.test(error.message)) return 'NOT_FOUND';
  // "A change/update is in progress. Please wait for it to complete before requesting another change."
  return /in progress|being processed|wait/i.test(error.message) ? 'BUSY' : 'INVALID';
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
export async function list({ domainName }: OpenSearchPackages, context: RunContext): Promise<Listing> {
  const client = recordCalls(new OpenSearchClient(readClientConfig(context)), context);
  const { answer, failure } = await tryCall(
    async () => {
      const rows: DomainPackageDetails[] = [];
      for await (const page of paginateListPackagesForDomain({ client, pageSize: 100 }, { DomainName: domainName })) {
        rows.push(...(page.DomainPackageDetailsList ?? []));
      }
      return byId(rows);
    },
    (error) => classifyError(error, errors),
  );
  if (answer !== undefined) return { rows: answer };
  if (failure.errorClass !== 'NOT_FOUND') throw failure.error;
  return { rows: new Map(), missing: failure.error.message };
}

function byId(rows: readonly DomainPackageDetails[]): Rows {
  return new Map(rows.map((row) => [row.PackageID ?? '', row]));
}

/** What OpenSearch said to the ask: its details of the package, or its failure. */
export type Answers = Map<string, DomainPackageDetails | ServiceError>;

/**
 * Asks for all at once. Whether one package that cannot go stops the others is nowhere stated: those that an answer
 * does not name are asked for one by one, so that each gets its own.
 */
export async function dissociate(domainName: string, ids: readonly string[], context: RunContext): Promise<Answers> {
  const client = recordCalls(new OpenSearchClient(writeClientConfig(context)), context);
  const askFor = (PackageList: string[]) =>
    tryCall(() => client.send(new DissociatePackagesCommand({ DomainName: domainName, PackageList })), classify);
  const { answer, failure } = await askFor([...ids]);
  const answers: Answers = new Map(byId(answer?.DomainPackageDetailsList ?? []));
  const unnamed = ids.filter((id) => !answers.has(id));
  const [only] = ids;
  if (failure !== undefined && ids.length === 1 && only !== undefined) return answers.set(only, failure);
  for (const id of unnamed) {
    const alone = await askFor([id]);
    const details = alone.answer?.DomainPackageDetailsList?.[0];
    if (alone.failure !== undefined || details !== undefined) answers.set(id, alone.failure ?? details ?? {});
  }
  return answers;
}

export function isServiceError(answer: DomainPackageDetails | ServiceError): answer is ServiceError {
  return 'errorClass' in answer;
}

/** The way back: as they were associated, with their prerequisites and their access to the key store. */
export async function associate(
  { domainName, packageIds }: OpenSearchPackages,
  before: readonly DomainPackageDetails[],
  context: RunContext,
): Promise<void> {
  const client = recordCalls(new OpenSearchClient(writeClientConfig(context)), context);
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
