/** Requests about the users of instances. */

import type { Sample } from '../common/simulator.ts';

export const samples: readonly Sample[] = [
  {
    title: 'a user of an instance; sent three times',
    data: {
      association: 'license-manager-user',
      target: {
        username: 'alice',
        instanceId: 'i-0a1b2c3d4e5f60718',
        identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
        domain: 'corp.example.com',
      },
    },
    expected: 'DISASSOCIATED',
    copies: 3,
  },
  {
    title: 'the nightly cleanup of users on terminated instances',
    as: 'cleanup',
    data: {
      policy: {
        name: 'users-on-terminated-instances',
        description: 'Users who are still listed though their instance is terminated',
        kinds: ['license-manager-user'],
        match: { snapshot: { InstanceStatus: ['TERMINATED'] } },
      },
    },
    expected: 'PLANNED',
  },
];
