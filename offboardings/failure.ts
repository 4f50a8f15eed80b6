import type { Plan } from './common/plan.ts';
import type { RollUp } from './roll-up.ts';

/** As a Fail state takes it. */
export interface Failure {
  Error: 'NOTHING_DONE' | 'PARTLY_DONE' | 'INACCESSIBLE' | 'NOT_FOUND';
  Cause: string;
}

/** Null where everything of the subject was read and nothing of it remains. */
export function failureOf(
  { items, request, subjectFound = true }: Pick<Plan, 'items' | 'request' | 'subjectFound'>,
  counts: RollUp,
  remaining: number,
): Failure | null {
  const unread = counts.inaccessible === 0 ? '' : ` ${counts.inaccessible} searches could not be read.`;
  if (remaining > 0) {
    const Cause = `${counts.DISASSOCIATED} of ${counts.planned} associations were removed, ${remaining} remaining.${unread}`;
    return { Error: remaining === counts.planned ? 'NOTHING_DONE' : 'PARTLY_DONE', Cause };
  }
  if (counts.inaccessible > 0) {
    const Cause = `${counts.DISASSOCIATED} of ${counts.planned} associations were removed, but there may be more:${unread}`;
    return { Error: 'INACCESSIBLE', Cause };
  }
  const { subject } = request.data;
  if (items.length > 0) return null;
  if (subject !== undefined && !subjectFound) {
    return { Error: 'NOT_FOUND', Cause: `No ${subject.type} "${subject.id}" exists anywhere that was searched.` };
  }
  return counts.neverSeen > 0
    ? { Error: 'NOT_FOUND', Cause: 'None of the associations that are named was found: gone before, or mistyped.' }
    : null;
}
