/** AWS CodeArtifact: the external connections of repositories. */

import { AwsError } from '@offboard/local-aws/service';
import type { Simulator } from '../common/simulator.ts';
import { externalConnections } from './associations.ts';
import { samples } from './samples.ts';
import { generated, seedSmall } from './seed.ts';
import { serve } from './service.ts';
import { variants } from './variants.ts';

export const codeartifact: Simulator = {
  serve,
  associations: [externalConnections],
  durations: { codeArtifact: [0, 0] },
  variants,
  /** As its model says. */
  throttled: () =>
    new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, headers: { 'Retry-After': '3' } }),
  seedSmall,
  generated: [generated],
  samples,
  subjectOf: ({ repository }) => ({ type: 'repository', id: String(repository) }),
};
