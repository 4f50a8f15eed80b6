import type { Estimate } from '../../offboardings/common/plan.ts';
import { formatDuration } from '../duration.ts';

/** `Usually takes 6 min, 9 times in 10 at most 18 min; 126 state transitions, about $0.01 at AWS.` */
export function estimateText({ seconds: { p50, p90 }, transitions, dollars }: Estimate): string {
  const [usual, most] = [p50, p90].map((seconds) => formatDuration(seconds * 1000));
  const cost = dollars < 0.01 ? 'less than $0.01' : `about $${dollars.toFixed(2)}`;
  const count = transitions.offboarding + transitions.verifications;
  return `Usually takes ${usual}, 9 times in 10 at most ${most}; ${count} state transitions, ${cost} at AWS.`;
}
