/** IAM Identity Center: its administration, and the identity store with its people. Both serve one directory. */

import type { Simulator } from '../common/simulator.ts';
import { accountAssignments } from './assignments.ts';
import { serveIdentityStore } from './identity-store.ts';
import { groupMemberships } from './memberships.ts';
import { assignmentSamples, samples } from './samples.ts';
import { generated, generatedAssignments, seedSmall } from './seed.ts';
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

export const ssoAdmin: Simulator = {
  serve: serveSsoAdmin,
  associations: [accountAssignments],
  /** One takes seconds to a minute. */
  durations: { ssoAssignment: [5, 45] },
  generated: [generatedAssignments],
  samples: assignmentSamples,
  subjectOf: ({ permissionSetArn }) => ({ type: 'permission-set', id: String(permissionSetArn) }),
};
