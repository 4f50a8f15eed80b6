/** --all-regions and --organization: the Regions and roles that they stand for. AWS is asked with the caller's own credentials. */

import type { Account } from '@aws-sdk/client-organizations';
import { awsConfigOf, type Connection } from '../../client/connection.ts';
import { ClientError } from '../../client/errors.ts';
import { homeOf } from '../../client/stack.ts';
import type { Context, Options } from './command.ts';
import { endpointOf } from './endpoint.ts';
import { usage } from './exit.ts';

/** The stack's own account, among roles. */
export const OWN = 'own';

/** The flags with each Region and each role named. @throws ClientError NOT_PERMITTED with the statement to ask for. */
export async function withPlacesNamed(context: Context, options: Options): Promise<Options> {
  const { allRegions, organization: role } = options;
  if (allRegions === true && options.whereRegion) throw usage('--all-regions and --where-region exclude each other');
  if (role !== undefined && options.whereRole) throw usage('--organization and --where-role exclude each other');
  return {
    ...options,
    ...(allRegions === true && { whereRegion: await enabledRegions(context) }),
    ...(role !== undefined && { whereRole: await rolesInOrganization(context, String(role)) }),
  };
}

async function enabledRegions({ client, signal: abortSignal }: Context): Promise<string[]> {
  const { AccountClient, paginateListRegions } = await import('@aws-sdk/client-account');
  const account = await reached(client().connection, new AccountClient(awsConfigOf(client().connection)));
  const enabled = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
  const pages = await listed(
    'account:ListRegions',
    '--where-region',
    paginateListRegions({ client: account }, enabled, { abortSignal }),
  );
  return pages.flatMap(({ Regions = [] }) => Regions.flatMap(({ RegionName }) => RegionName ?? []));
}

/** The account of the stack itself needs no role. */
async function rolesInOrganization(context: Context, role: string): Promise<string[]> {
  if (!/^[\w+=,.@/-]{1,512}$/.test(role)) throw usage(`--organization must be the name of a role, not '${role}'`);
  const accounts = Map.groupBy(
    await accountsOfOrganization(context),
    ({ State, Status }) => (State ?? Status) === 'ACTIVE',
  );
  const inactive = (accounts.get(false) ?? []).map(({ Id }) => Id);
  if (inactive.length > 0) context.output.note(`not searched, since they are not active: ${inactive.join(', ')}`);
  const home = homeOf(await context.client().stack()).account;
  const others = (accounts.get(true) ?? []).filter(({ Id }) => Id !== home);
  return [OWN, ...others.map(({ Id }) => `arn:aws:iam::${Id}:role/${role}`)];
}

async function accountsOfOrganization({ client, signal: abortSignal }: Context): Promise<Account[]> {
  const { OrganizationsClient, paginateListAccounts } = await import('@aws-sdk/client-organizations');
  const organizations = await reached(client().connection, new OrganizationsClient(awsConfigOf(client().connection)));
  const pages = await listed(
    'organizations:ListAccounts',
    '--where-role',
    paginateListAccounts({ client: organizations }, {}, { abortSignal }),
  );
  return pages.flatMap(({ Accounts = [] }) => Accounts);
}

/** With --here the caller's own token is sent. @throws ClientError INVALID for an endpoint that is not encrypted. */
async function reached<Client extends { config: object }>({ here }: Connection, client: Client): Promise<Client> {
  if (here) await endpointOf(client.config);
  return client;
}

/** @param flag what needs no such permission. */
async function listed<Page>(action: string, flag: string, pages: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = [];
  try {
    for await (const page of pages) all.push(page);
    return all;
  } catch (error) {
    const { name, message } = error as Error;
    if (!name.startsWith('AccessDenied')) throw error;
    const statement = JSON.stringify({ Effect: 'Allow', Action: [action], Resource: ['*'] });
    throw new ClientError(
      'NOT_PERMITTED',
      `${action} is denied: ${message}`,
      `ask for: ${statement}`,
      `or use ${flag}`,
    );
  }
}
