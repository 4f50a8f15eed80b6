import type { StoredPlan } from './find.ts';
import { shortPlanId } from './short-id.ts';

/** Its subject, or its policy, or its id where it names neither. */
export function confirmText({ id, request: { data } }: StoredPlan): string {
  return data.subject?.id ?? data.policy?.name ?? shortPlanId(id);
}
