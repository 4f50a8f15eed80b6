import type { Sample } from '../common/simulator.ts';
import { NETWORK } from './seed.ts';

export const samples: readonly Sample[] = [
  {
    title: 'a partner account that a network is shared with',
    data: { association: 'ram-resource-share', target: { resourceShareArn: NETWORK, principal: '777788889999' } },
    expected: 'DISASSOCIATED',
  },
];
