/** AWS Directory Service Data: the people of a managed Active Directory, among them the users of License Manager's products. */

import { hex } from '@offboard/local-aws/random';
import { AwsError, integer, type Operation, required, type Service, text, typed } from '@offboard/local-aws/service';
import { pager, resourceType, type SimulatedCloud } from '@offboard/local-aws/simulation';
import type { Simulator } from '../common/simulator.ts';
import { directories, productUsers } from '../license-manager-user-subscriptions/resources.ts';

/** A user besides those of the products, or what became of one of these. */
export interface DirectoryUser {
  username: string;
  isDisabled: boolean;
}

/** By `directoryId/username`. */
export const directoryUsers = resourceType<DirectoryUser>('directory-user');

/** As the API writes them; the registry of packages has no client of it. */
interface ListUsersRequest {
  DirectoryId: string;
  MaxResults?: number;
  NextToken?: string;
  Realm?: string;
}

interface UserSummary {
  Enabled: boolean;
  SAMAccountName: string;
  SID: string;
}

interface ListUsersResult {
  DirectoryId: string;
  Realm: string;
  Users: UserSummary[];
  NextToken?: string;
}

const paginate = pager(50, () => new AwsError('ValidationException', 'The NextToken is not valid'));

const INPUTS = {
  ListUsers: {
    DirectoryId: required(text({ pattern: 'd-[0-9a-f]{10}' })),
    MaxResults: integer(1, 250),
    NextToken: text({ length: [1, 6144] }),
    Realm: text({ length: [1, 255] }),
  },
} as const;

function serve(cloud: SimulatedCloud): Service {
  const ListUsers: Operation<ListUsersRequest, ListUsersResult> = {
    http: { method: 'POST', path: '/Users/ListUsers', query: { DirectoryId: 'DirectoryId' } },
    permissions: ({ DirectoryId }, { account, region }) =>
      ['ds:AccessDSData', 'ds-data:ListUsers'].map((action) => ({
        action,
        resource: `arn:aws:ds:${region}:${account}:directory/${DirectoryId}`,
      })),
    run({ DirectoryId, MaxResults, NextToken }, call) {
      const directory = cloud.resource(directories, call, DirectoryId);
      if (directory?.type !== 'AWS_MANAGED') throw unavailable(DirectoryId);
      const people = new Map(
        [
          ...cloud.resources(productUsers, call, `${DirectoryId}/`),
          ...cloud.resources(directoryUsers, call, `${DirectoryId}/`),
        ].map((user): [string, DirectoryUser] => [user.username, { isDisabled: false, ...user }]),
      );
      const { rows, token } = paginate(
        cloud,
        { MaxResults, NextToken },
        [...people.values()],
        ({ username }) => username,
      );
      const Users = rows.map((user) => describe(DirectoryId, user));
      return { DirectoryId, Realm: directory.domain, Users, ...(token && { NextToken: token }) };
    },
  };
  const service: Service = {
    name: 'directory-service-data',
    signingName: 'ds',
    protocol: 'restJson1',
    operations: { ListUsers },
  };
  return typed(service, INPUTS);
}

function describe(directoryId: string, { username, isDisabled }: DirectoryUser): UserSummary {
  const SID = `S-1-5-21-${Number.parseInt(hex(8, 'sid', directoryId, username), 16)}`;
  return { Enabled: !isDisabled, SAMAccountName: username, SID };
}

/** Also of one whose owner has not enabled this API. */
function unavailable(directoryId: string): AwsError {
  return new AwsError('DirectoryUnavailableException', `Directory ${directoryId} is not available`);
}

export const directoryServiceData: Simulator = { serve };
