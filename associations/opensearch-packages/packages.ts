/** The calls to OpenSearch Service about the packages of a domain. */

import {
  AssociatePackagesCommand,
  DissociatePackagesCommand,
  type DomainPackageDetails,
  OpenSearchClient,
  type PackageDetailsForAssociation,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-opensearch';
import type { ErrorClass, RunContext } from '../common/contract.ts';
import { classifyError, type ServiceError, tryCall } from '../common/errors.ts';
import { readClient, writeClient } from '../common/sdk/clients.ts';
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

/** One error name for three things, which only the message tells apart. */
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
  /** The service's message where there is no such domain. */
  missing?: string;
}

/** Every package of the domain, every page read. */
export async function list({ domainName }: OpenSearchPackages, context: RunContext): Promise<Listing> {
  const client = readClient(OpenSearchClient, context);
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

/** By package id, OpenSearch's answer to the request: details of the package, or an error. */
export type Answers = Map<string, DomainPackageDetails | ServiceError>;

/**
 * Requests all at once. Whether one package that cannot be removed stops the others is undocumented: those that the
 * answer does not name are requested one by one, so that each gets its own answer.
 */
export async function dissociate(domainName: string, ids: readonly string[], context: RunContext): Promise<Answers> {
  const client = writeClient(OpenSearchClient, context);
  const requestDisassociation = (PackageList: string[]) =>
    tryCall(() => client.send(new DissociatePackagesCommand({ DomainName: domainName, PackageList })), classify);
  const { answer, failure } = await requestDisassociation([...ids]);
  const answers: Answers = new Map(byId(answer?.DomainPackageDetailsList ?? []));
  const unnamed = ids.filter((id) => !answers.has(id));
  const [first] = ids;
  if (failure !== undefined && ids.length === 1 && first !== undefined) return answers.set(first, failure);
  for (const id of unnamed) {
    const alone = await requestDisassociation([id]);
    const details = alone.answer?.DomainPackageDetailsList?.[0];
    if (alone.failure !== undefined || details !== undefined) answers.set(id, alone.failure ?? details ?? {});
  }
  return answers;
}

export function isServiceError(answer: DomainPackageDetails | ServiceError): answer is ServiceError {
  return 'errorClass' in answer;
}

/** Associates them as they were, with those of their prerequisites that are gone and their access to the key store. */
export async function associate(
  target: OpenSearchPackages,
  before: readonly DomainPackageDetails[],
  context: RunContext,
): Promise<void> {
  const client = writeClient(OpenSearchClient, context);
  const { rows } = await list(target, context);
  const others = before.flatMap(({ PackageID = '' }) => (target.packageIds.includes(PackageID) ? [] : PackageID));
  const ids = [...target.packageIds, ...others.filter((id) => !rows.has(id))];
  const PackageList = ids.map((id) => toAssociate(id, before));
  await client.send(new AssociatePackagesCommand({ DomainName: target.domainName, PackageList }));
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
