/** AWS Organizations: the accounts of one organization, whose management account is the stack's own. */

import type { ListAccountsRequest, ListAccountsResponse } from '@aws-sdk/client-organizations';
import { AwsError, integer, type Operation, type Service, text, typed } from '@offboard/local-aws/service';
import { pager, resourceType, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { ACCOUNTS, HOME } from '../common/locations.ts';
import type { Simulator } from '../common/simulator.ts';

/** An account besides those of the simulated cloud. */
export interface Account {
  id: string;
  state: 'ACTIVE' | 'SUSPENDED';
}

/** By their ids, in the management account. */
export const accounts = resourceType<Account>('organization-account');

const ORGANIZATION = 'o-exampleorgid';
const USUAL_PAGE = 20;
const paginate = pager(
  USUAL_PAGE,
  () => new AwsError('InvalidInputException', 'You provided a token that is not valid'),
);

/** Closed, and listed for 90 days more. */
const SUSPENDED = '888899990000';

const OWN: readonly Account[] = [
  ...ACCOUNTS.map((id) => ({ id, state: 'ACTIVE' as const })),
  { id: SUSPENDED, state: 'SUSPENDED' },
];

const INPUTS = {
  ListAccounts: { NextToken: text({ length: [0, 100_000] }), MaxResults: integer(1, USUAL_PAGE) },
} as const;

function serve(cloud: SimulatedCloud): Service {
  const ListAccounts: Operation<ListAccountsRequest, ListAccountsResponse> = {
    permissions: () => [{ action: 'organizations:ListAccounts', resource: '*' }],
    run({ MaxResults, NextToken }, { account }) {
      if (account !== HOME.account) throw notAllowed();
      const all = [...OWN, ...cloud.resources(accounts, HOME)].toSorted((one, other) => (one.id < other.id ? -1 : 1));
      const { rows, token } = paginate(cloud, { MaxResults, NextToken }, all, ({ id }) => id);
      return { Accounts: rows.map(describe), ...(token && { NextToken: token }) };
    },
  };
  const service: Service = {
    name: 'organizations',
    signingName: 'organizations',
    protocol: 'awsJson1.1',
    targetPrefix: 'AWSOrganizationsV20161128',
    operations: { ListAccounts },
  };
  return typed(service, INPUTS, { code: 'InvalidInputException' });
}

function describe({ id, state }: Account) {
  return {
    Id: id,
    Arn: `arn:aws:organizations::${HOME.account}:account/${ORGANIZATION}/${id}`,
    Name: `account-${id.slice(0, 4)}`,
    Status: state,
    State: state,
  };
}

/** Only the management account and delegated administrators may list. */
function notAllowed(): AwsError {
  const message = "You don't have permissions to access this resource.";
  return new AwsError('AccessDeniedException', message);
}

export const organizations: Simulator = { serve };
