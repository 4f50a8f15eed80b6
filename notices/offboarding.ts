/** Notices of offboardings. Whom they are about is named by the subject's id, and nobody else: neither a requester nor what somebody wrote. */

import type * as v from 'valibot';
import type { EventContract } from '../events/define.ts';
import type { rollUpSchema } from '../events/offboarding.ts';
import type { offboardingApprovalRequested } from '../events/offboarding-approval-requested.ts';
import type { offboardingCompleted } from '../events/offboarding-completed.ts';
import type { offboardingFailed } from '../events/offboarding-failed.ts';
import type { offboardingPlanned } from '../events/offboarding-planned.ts';
import type { offboardingRejected } from '../events/offboarding-rejected.ts';
import type { Notice } from './notice.ts';
import { countText, timeText } from './words.ts';

type DetailOf<Contract> = Contract extends EventContract<infer Detail> ? Detail : never;
type RollUp = v.InferOutput<typeof rollUpSchema>;

export function approvalRequested({ metadata, data }: DetailOf<typeof offboardingApprovalRequested>): Notice {
  return {
    title: `Approve or deny by ${timeText(data.until)}: ${plannedText(data)}`,
    ...approval(metadata.causationId, data),
  };
}

/** The one notice of a deadline that comes near. */
export function approvalExpiring({ metadata, data }: DetailOf<typeof offboardingApprovalRequested>): Notice {
  return {
    title: `Denied without an answer by ${timeText(data.until)}: ${plannedText(data)}`,
    ...approval(metadata.causationId, data),
  };
}

function approval(
  id: string,
  { risks, approvalsNeeded, execution }: DetailOf<typeof offboardingApprovalRequested>['data'],
) {
  return {
    sentences: [
      'Whoever requested it cannot approve it. Without an answer it is denied.',
      ...(approvalsNeeded === 2 ? ['Two different people must approve.'] : []),
      ...(risks.length > 0 ? [`Risks: ${risks.join(', ')}.`] : []),
    ],
    commands: [`show ${id}`, `approve ${id} --reason TEXT`, `deny ${id} --reason TEXT`],
    execution,
  };
}

/** Of a signal: others are planned by somebody who sees the plan. */
export function leaving({ metadata, data }: DetailOf<typeof offboardingPlanned>): Notice {
  const { plan, inaccessibleCount, requester, execution } = data;
  return {
    title: `Leaving: ${plannedText(data)}`,
    sentences: [
      requester?.proof === 'configured'
        ? 'A signal of AWS or a partner says so. Nothing was changed.'
        : 'Its requester is only claimed: ask whether it is true. Nothing was changed.',
      ...(plan.inherited === undefined
        ? []
        : [
            `${countText(plan.inherited, 'association')} more ${plan.inherited === 1 ? 'is' : 'are'} inherited from what others share.`,
          ]),
      ...(plan.excluded > 0 ? [`The plan excludes ${countText(plan.excluded, 'association')} more.`] : []),
      ...unreadSentence(inaccessibleCount),
    ],
    commands: [`show ${metadata.causationId}`, `apply ${plan.id.slice(0, 12)}`],
    execution,
  };
}

export function rejected({ metadata, data }: DetailOf<typeof offboardingRejected>): Notice {
  return {
    title: `Rejected, nothing was changed: ${aboutText(data)}`,
    sentences: [...new Set(data.reasons.map(reasonSentence))],
    commands: [`show ${metadata.causationId}`],
    execution: data.execution,
  };
}

function reasonSentence(reason: DetailOf<typeof offboardingRejected>['data']['reasons'][number]): string {
  switch (reason.reason) {
    case 'invalid':
      return `The request is invalid: ${countText(reason.problems.length, 'problem')}.`;
    case 'guardrail':
      return `The guardrail ${reason.guardrail} rejects it.`;
    case 'denied':
      return 'An approver denied it.';
    case 'expired':
      return 'It was not approved in time.';
    case 'out-of-date':
      return 'The plan is out of date: what it would remove, or its terms, have changed.';
  }
}

export function failed({ metadata, data }: DetailOf<typeof offboardingFailed>): Notice {
  const { error, rollUp, remaining, remainingCount = remaining.length, inaccessibleCount = 0, execution } = data;
  const about = aboutText(data);
  return {
    title:
      remainingCount > 0
        ? `Not completed: ${countText(remainingCount, 'association')} of ${about} ${remainingCount === 1 ? 'remains' : 'remain'}`
        : `Failed: ${about}`,
    sentences: [
      `Error: ${error}.`,
      ...(rollUp === undefined ? [] : [`Of ${rollUp.planned} planned: ${outcomesText(rollUp)}.`]),
      ...unreadSentence(inaccessibleCount),
    ],
    commands: [`show ${metadata.causationId}`, `evidence ${metadata.causationId}`],
    execution,
  };
}

export function completed({ metadata, data }: DetailOf<typeof offboardingCompleted>): Notice {
  const { rollUp, inaccessibleCount = 0, execution } = data;
  return {
    title: `Completed: ${aboutText(data)}, ${outcomesText(rollUp)}`,
    sentences: [
      ...(rollUp.neverSeen > 0 ? [`${rollUp.neverSeen} of these were never seen: their names may be mistyped.`] : []),
      ...unreadSentence(inaccessibleCount),
    ],
    commands: [`evidence ${metadata.causationId}`],
    execution,
  };
}

const OUTCOMES = {
  DISASSOCIATED: 'removed',
  ALREADY_GONE: 'already gone',
  SKIPPED: 'skipped',
  NOT_FOUND: 'not found',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  REJECTED: 'rejected',
} as const satisfies Partial<Record<keyof RollUp, string>>;

/** `8 removed, 1 already gone` */
function outcomesText(rollUp: RollUp): string {
  const counts = Object.entries(OUTCOMES).flatMap(([outcome, words]) => {
    const count = rollUp[outcome as keyof typeof OUTCOMES];
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return counts.length > 0 ? counts.join(', ') : 'nothing to remove';
}

function unreadSentence(count: number): string[] {
  return count > 0 ? [`${countText(count, 'search')} could not be read: there may be more.`] : [];
}

interface About {
  subject?: { type: string; id: string } | undefined;
  policy?: string | undefined;
}

/** `9 associations of account 444455556666` */
function plannedText({ plan, ...about }: About & { plan: { associations: number } }): string {
  return `${countText(plan.associations, 'association')} of ${aboutText(about)}`;
}

function aboutText({ subject, policy }: About): string {
  if (subject !== undefined) return `${subject.type} ${subject.id}`;
  return policy === undefined ? 'a request without a subject' : `policy ${policy}`;
}
