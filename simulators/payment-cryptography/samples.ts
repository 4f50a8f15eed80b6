import type { Sample } from '../common/simulator.ts';

const association = 'payment-cryptography-mpa-team';
const target = { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' };

export const samples: readonly Sample[] = [
  { title: 'a team whose approvers approve its removal', data: { association, target }, expected: 'DISASSOCIATED' },
  {
    title: 'a team whose approvers reject its removal',
    data: { association, target, where: { region: 'us-west-2' } },
    expected: 'FAILED',
  },
];
