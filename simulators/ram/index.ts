/** AWS Resource Access Manager: what resource shares are associated with. */

import { AwsError } from '@offboard/local-aws/service';
import type { Simulator } from '../common/simulator.ts';
import { shareAssociations } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

const MINUTE = 60;

export const ram: Simulator = {
  serve,
  associations: [shareAssociations],
  /** Users report less than a minute; how long people take to accept an invitation is assumed. */
  durations: { ramShare: [5, 45], ramInvitation: [5 * MINUTE, 60 * MINUTE] },
  variants,
  /** As its model says. */
  throttled: () => new AwsError('ThrottlingException', 'Rate exceeded', { status: 429 }),
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ resourceShareArn }) => ({ type: 'share', id: String(resourceShareArn) }),
};
