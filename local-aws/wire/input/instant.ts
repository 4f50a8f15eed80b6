/** Ends that are done when the service answers, as they show from then on. */

import type { DrawnOutcome } from '../../../simulators/scripted-outcome.ts';
import type { Step } from '../../simulation/timeline.ts';

/** The service's words for an association that is gone, and for one that is there. */
interface Words {
  gone: string;
  tied: string;
}

/** The answer shows it gone; whether a later look does is up to the scripted. */
export function instantSteps({ outcome, after }: DrawnOutcome, now: number, { gone, tied }: Words): Step[] {
  const then = now + after * 1000;
  switch (outcome) {
    case 'stuck':
      return [];
    case 'reverts':
      return [
        { at: now, status: gone },
        { at: then, status: tied },
      ];
    default:
      return [{ at: then, status: gone }];
  }
}
