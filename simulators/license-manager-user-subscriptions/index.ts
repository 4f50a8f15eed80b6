/** AWS License Manager User Subscriptions: the users associated with instances. */

import type { Simulator } from '../common/simulator.ts';
import { instanceUsers } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

const MINUTE = 60;

export const licenseManagerUserSubscriptions: Simulator = {
  serve,
  associations: [instanceUsers],
  /** Assumed. */
  durations: { user: [1 * MINUTE, 10 * MINUTE] },
  variants,
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ username }) => ({ type: 'user', id: String(username) }),
};
