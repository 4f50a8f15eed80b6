import { HOME, SPOKE } from '../common/locations.ts';
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
    title: 'the plan for a person with instances and a resource share in two accounts',
    as: 'offboarding',
    data: {
      subject: { type: 'user', id: 'alice' },
      options: {
        mode: 'plan',
        where: [
          { region: HOME.region },
          { region: SPOKE.region, roleArn: `arn:aws:iam::${SPOKE.account}:role/offboard-spoke` },
        ],
      },
    },
    expected: 'PLANNED',
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
