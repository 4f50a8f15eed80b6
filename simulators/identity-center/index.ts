/** IAM Identity Center: its administration, and the identity store with its people. Both serve one directory. */

import type { Simulator } from '../common/simulator.ts';
import { serveIdentityStore } from './identity-store.ts';
import { groupMemberships } from './memberships.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serveSsoAdmin } from './sso-admin.ts';
import { variants } from './variants.ts';

export const identityStore: Simulator = {
  serve: serveIdentityStore,
  associations: [groupMemberships],
  durations: { identityStore: [0, 0] },
  variants,
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ groupId }) => ({ type: 'group', id: String(groupId) }),
};

export const ssoAdmin: Simulator = { serve: serveSsoAdmin };
