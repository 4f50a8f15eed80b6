/** Finds assignments: of a person or a group, in an account, with a permission set, or all of an instance. */

import {
  paginateListAccountAssignmentsForPrincipal,
  paginateListAccountsForProvisionedPermissionSet,
  paginateListPermissionSets,
  paginateListPermissionSetsProvisionedToAccount,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, matchesFilter, parseFilter, readCursor } from '../common/discovery.ts';
import { isKeyError, unreadable } from '../common/identity-center/errors.ts';
import { activeInstances } from '../common/identity-center/instances.ts';
import { readClient } from '../common/sdk/clients.ts';
import type { DiscoverFilter } from '../common/target.ts';
import { type AssignmentRow, assignmentsOf, type PermissionSet, permissionSetOf, snapshotOf } from './assignments.ts';
import { type Principal, principalsOf } from './principals.ts';
import type { AccountAssignment } from './target.ts';

const FIELDS = ['user', 'groupId', 'principalId', 'accountId', 'permissionSetArn', 'instanceArn'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
type Page = Discovered<AccountAssignment>;

/** One instance, as it is searched. */
interface Search {
  client: SSOAdminClient;
  instanceArn: string;
  filter: Filter;
  /** Those that were read, by their ARNs. */
  permissionSets: Map<string, PermissionSet>;
}

/** Which assignments are meant, and whose they are. */
type Selection = (row: AssignmentRow) => Principal | undefined;

export async function* discoverAssignments(
  given: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const filter = parseFilter(given, FIELDS);
  const client = readClient(SSOAdminClient, context);
  const { instance: from = '', set } = readCursor<{ instance: string; set: string }>(cursor);
  for (const { instanceArn, identityStoreId } of yield* activeInstances(context)) {
    if (!matchesFilter(filter.instanceArn, instanceArn) || instanceArn < from) continue;
    const search: Search = { client, instanceArn, filter, permissionSets: new Map() };
    const after = from === instanceArn ? set : undefined;
    try {
      if (filter.user === undefined && filter.groupId === undefined)
        yield* inPermissionSets(search, anyone(filter), after);
      else yield* ofPrincipals(search, yield* principalsOf(filter, identityStoreId, context), after);
    } catch (error) {
      yield* unsearchable(instanceArn, error);
    }
  }
}

/** An instance of a member account has no permission sets, which the service calls invalid. */
function* unsearchable(at: string, error: unknown): Iterable<Discovered<never>> {
  if (!(error instanceof Error && error.name === 'ValidationException')) return yield* unreadable(at, error);
  yield { type: 'inaccessible', at, error: error.name, message: error.message };
}

function anyone({ principalId }: Filter): Selection {
  return ({ PrincipalType, PrincipalId = '' }) =>
    matchesFilter(principalId, PrincipalId)
      ? { type: PrincipalType === 'GROUP' ? 'GROUP' : 'USER', id: PrincipalId, name: PrincipalId }
      : undefined;
}

/** Lists by principal are the management account's. Who administers by delegation reads every permission set instead. */
async function* ofPrincipals(
  search: Search,
  principals: readonly Principal[],
  after: string | undefined,
): AsyncIterable<Page> {
  const [subject] = principals;
  if (subject === undefined) return;
  yield { type: 'subject' };
  const rows = after === undefined ? await listedFor(search, principals) : undefined;
  const select = among(principals);
  if (rows === undefined) return yield* inPermissionSets(search, select, after);
  for (const row of rows) {
    const principal = select(row);
    if (principal !== undefined) yield await recordOf(search, row, principal, await countOf(search, row, principal));
  }
  yield { type: 'scanned', at: `${search.instanceArn}/${subject.id}` };
}

/** A list of a user may have rows of groups that their own list has again, or of a group that could not be read. */
function among(principals: readonly Principal[]): Selection {
  const known = new Map(principals.map((principal) => [principal.id, principal]));
  return ({ PrincipalId = '' }) => known.get(PrincipalId);
}

/** @returns undefined where the caller may not list by principal. */
async function listedFor(
  { client, instanceArn, filter }: Search,
  principals: readonly Principal[],
): Promise<AssignmentRow[] | undefined> {
  const rows = new Map<string, AssignmentRow>();
  try {
    for (const { type, id } of principals) {
      const input = { InstanceArn: instanceArn, PrincipalType: type, PrincipalId: id };
      for await (const page of paginateListAccountAssignmentsForPrincipal({ client }, input)) {
        for (const row of page.AccountAssignments ?? []) {
          if (isMeant(filter, row)) rows.set(`${row.PermissionSetArn} ${row.AccountId} ${row.PrincipalId}`, row);
        }
      }
    }
    return [...rows.values()];
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException' && !isKeyError(error)) return undefined;
    throw error;
  }
}

function isMeant({ accountId, permissionSetArn }: Filter, row: AssignmentRow): boolean {
  return matchesFilter(accountId, row.AccountId) && matchesFilter(permissionSetArn, row.PermissionSetArn);
}

async function countOf(
  { client, instanceArn }: Search,
  { AccountId = '', PermissionSetArn = '' }: AssignmentRow,
  { isInherited }: Principal,
): Promise<number> {
  if (isInherited) return 0;
  return (await assignmentsOf(client, { instanceArn, accountId: AccountId, permissionSetArn: PermissionSetArn }))
    .length;
}

async function* inPermissionSets(search: Search, select: Selection, after: string | undefined): AsyncIterable<Page> {
  const { accountId, permissionSetArn } = search.filter;
  const sets = await permissionSetsOf(search);
  if (accountId !== undefined && sets.length > 0) yield { type: 'subject' };
  for (const set of sets) {
    if (after !== undefined && set <= after) continue;
    try {
      for (const account of await accountsOf(search, set)) yield* inAccount(search, set, account, select);
      if (permissionSetArn !== undefined) yield { type: 'subject' };
    } catch (error) {
      yield* unreadable(set, error);
    }
    yield cursorRecord({ instance: search.instanceArn, set });
  }
}

async function* inAccount(search: Search, set: string, accountId: string, select: Selection): AsyncIterable<Page> {
  const { client, instanceArn } = search;
  const rows = await assignmentsOf(client, { instanceArn, accountId, permissionSetArn: set });
  for (const row of rows) {
    const principal = select(row);
    if (principal !== undefined) yield await recordOf(search, row, principal, rows.length);
  }
  yield { type: 'scanned', at: `${set}/${accountId}` };
}

async function permissionSetsOf({ client, instanceArn, filter }: Search): Promise<string[]> {
  const { accountId, permissionSetArn } = filter;
  if (permissionSetArn !== undefined) return [permissionSetArn];
  const pages =
    accountId === undefined
      ? paginateListPermissionSets({ client }, { InstanceArn: instanceArn })
      : paginateListPermissionSetsProvisionedToAccount({ client }, { InstanceArn: instanceArn, AccountId: accountId });
  const found: string[] = [];
  for await (const { PermissionSets = [] } of pages) found.push(...PermissionSets);
  return found.toSorted();
}

async function accountsOf({ client, instanceArn, filter }: Search, PermissionSetArn: string): Promise<string[]> {
  if (filter.accountId !== undefined) return [filter.accountId];
  const input = { InstanceArn: instanceArn, PermissionSetArn };
  const found: string[] = [];
  for await (const { AccountIds = [] } of paginateListAccountsForProvisionedPermissionSet({ client }, input)) {
    found.push(...AccountIds);
  }
  return found;
}

async function recordOf(search: Search, row: AssignmentRow, principal: Principal, count: number): Promise<Page> {
  const { AccountId: accountId = '', PermissionSetArn: permissionSetArn = '' } = row;
  const { type: principalType, id: principalId, name, isInherited } = principal;
  const { client, instanceArn, permissionSets } = search;
  const set =
    permissionSets.get(permissionSetArn) ?? (await permissionSetOf(client, { instanceArn, permissionSetArn }));
  permissionSets.set(permissionSetArn, set);
  const association = {
    target: { instanceArn, accountId, permissionSetArn, principalType, principalId },
    serviceStatus: 'ASSOCIATED',
    snapshot: snapshotOf(row, set, count),
    label: `${set.Name} in ${accountId}: ${name}`,
    role: `${accountId}/AWSReservedSSO_${set.Name}`,
  };
  return isInherited
    ? { type: 'inherited', association, through: `group ${name}` }
    : { type: 'association', association };
}
