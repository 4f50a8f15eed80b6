/** AWS Payment Cryptography: the teams that must approve its protected actions. */

import type { Simulator } from '../common/simulator.ts';
import { mpaTeams } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

export const paymentCryptography: Simulator = {
  serve,
  associations: [mpaTeams],
  variants,
  seedSmall,
  generated: [generated],
  samples,
};
