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

export const assignmentSamples: readonly Sample[] = [
  {
    title: 'a person loses an account of IAM Identity Center',
    data: {
      association: 'identity-center-account-assignment',
      target: {
        instanceArn: 'arn:aws:sso:::instance/ssoins-9067f7a1b2c3d4e5',
        accountId: '111122223333',
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-9067f7a1b2c3d4e5/ps-1111aaaa2222bbbb',
        principalType: 'USER',
        principalId: '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      },
    },
    expected: 'DISASSOCIATED',
  },
];
