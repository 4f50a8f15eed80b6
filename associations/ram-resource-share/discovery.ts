/** Finds what the shares of an account and Region are associated with: of one share, principal, resource, or all. */

import {
  paginateGetResourceShareAssociations,
  paginateGetResourceShares,
  RAMClient,
  type ResourceShareAssociation,
  type ResourceShareAssociationType,
} from '@aws-sdk/client-ram';
import type { Discovered, DiscoveredAssociation, RunContext } from '../common/contract.ts';
import { cursorRecord, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { tryCall } from '../common/errors.ts';
import { isPrincipalOf } from '../common/iam-principal.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import { classify } from './associations.ts';
import type { ShareAssociation } from './target.ts';

const FIELDS = ['resourceShareArn', 'principal', 'account', 'userName', 'resourceArn'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
type Page = Discovered<ShareAssociation>;

interface Cursor {
  type: ResourceShareAssociationType;
  token?: string;
}

const PAGE_SIZE = 500;

export async function* discoverAssociations(
  given: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const filter = parseFilter(given, FIELDS);
  const client = readClient(RAMClient, context);
  const from = readCursor<Cursor>(cursor);
  if (cursor === undefined) yield* sharesIn(client, filter);
  for (const type of typesOf(filter)) {
    if (from.type === 'RESOURCE' && type === 'PRINCIPAL') continue;
    const token = from.type === type ? from.token : undefined;
    yield* associationsOf(client, filter, { type, ...(token !== undefined && { token }) });
  }
}

/** A filter on principals finds no resources, and the other way about. */
function typesOf({ principal, account, userName, resourceArn }: Filter): ResourceShareAssociationType[] {
  const byPrincipal = principal ?? account ?? userName;
  return [
    ...(resourceArn === undefined ? (['PRINCIPAL'] as const) : []),
    ...(byPrincipal === undefined ? (['RESOURCE'] as const) : []),
  ];
}

async function* sharesIn(client: RAMClient, { resourceShareArn }: Filter): AsyncIterable<Page> {
  const pages = paginateGetResourceShares(
    { client, pageSize: PAGE_SIZE },
    { resourceOwner: 'SELF', ...(resourceShareArn !== undefined && { resourceShareArns: [resourceShareArn] }) },
  );
  for await (const { resourceShares = [] } of knownOnly(pages)) {
    for (const { resourceShareArn: arn = '', status } of resourceShares) {
      if (status === 'DELETED') continue;
      if (resourceShareArn !== undefined) yield { type: 'subject' };
      yield { type: 'scanned', at: arn };
    }
  }
}

async function* associationsOf(client: RAMClient, filter: Filter, { type, token }: Cursor): AsyncIterable<Page> {
  const { resourceShareArn, principal, resourceArn } = filter;
  const pages = paginateGetResourceShareAssociations(
    { client, pageSize: PAGE_SIZE, ...(token !== undefined && { startingToken: token }) },
    {
      associationType: type,
      ...(resourceShareArn !== undefined && { resourceShareArns: [resourceShareArn] }),
      principal,
      resourceArn,
    },
  );
  for await (const { resourceShareAssociations = [], nextToken } of knownOnly(pages)) {
    // RAM compares a principal as a whole: an account's roles and users are found here.
    const rows = resourceShareAssociations.filter(({ associatedEntity = '' }) =>
      isPrincipalOf(associatedEntity, filter),
    );
    if (rows.length > 0 && resourceShareArn === undefined) yield { type: 'subject' };
    // The row of an association that has ended stays listed for a while; it is no finding.
    for (const row of rows) {
      if (row.status !== 'DISASSOCIATED') yield { type: 'association', association: found(row, type) };
    }
    yield* inherited(resourceShareAssociations, filter);
    if (nextToken) yield cursorRecord({ type, token: nextToken });
  }
}

/** A share, a principal or a resource that RAM does not know is no finding. */
async function* knownOnly<Each>(pages: AsyncIterable<Each>): AsyncIterable<Each> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const { answer, failure } = await tryCall(() => iterator.next(), classify);
    if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
    if (answer === undefined || answer.done === true) return;
    yield answer.value;
  }
}

/** An account in an organization or OU that has the share has no row of its own. RAM does not say which are in it. */
function* inherited(rows: readonly ResourceShareAssociation[], { account }: Filter): Iterable<Page> {
  if (account === undefined) return;
  for (const row of rows) {
    const { associatedEntity: entity = '', status } = row;
    if (!entity.includes(':organizations:') || status === 'DISASSOCIATED') continue;
    const through = `${entity.split(':').at(-1)}, if the account is in it`;
    yield { type: 'inherited', association: found(row, 'PRINCIPAL'), through };
  }
}

function found(
  row: ResourceShareAssociation,
  type: ResourceShareAssociationType,
): DiscoveredAssociation<ShareAssociation> {
  const { resourceShareArn = '', resourceShareName, associatedEntity = '', status, creationTime } = row;
  return {
    target: { resourceShareArn, [type === 'PRINCIPAL' ? 'principal' : 'resourceArn']: associatedEntity },
    serviceStatus: status ?? 'UNKNOWN',
    ...sinceOf(creationTime),
    snapshot: toJson(row),
    label: `${resourceShareName ?? resourceShareArn.split('/').at(-1)} ${type === 'PRINCIPAL' ? 'with' : 'of'} ${associatedEntity}`,
  };
}
