/** Requests about people of IAM Identity Center. */

import type { Sample } from '../common/simulator.ts';

export const samples: readonly Sample[] = [
  {
    title: 'a person leaves a group of IAM Identity Center',
    data: {
      association: 'identity-center-group-membership',
      target: {
        identityStoreId: 'd-9067f7a1b2',
        groupId: '9067f7a1b2-11111111-2222-4333-8444-555555555555',
        userId: '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      },
    },
    expected: 'DISASSOCIATED',
  },
];
