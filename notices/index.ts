import { associationReappeared } from '../events/association-reappeared.ts';
import type { Envelope, EventContract } from '../events/define.ts';
import { disassociationFailed } from '../events/disassociation-failed.ts';
import { disassociationStuck } from '../events/disassociation-stuck.ts';
import { offboardingApprovalExpiring } from '../events/offboarding-approval-expiring.ts';
import { offboardingApprovalRequested } from '../events/offboarding-approval-requested.ts';
import { offboardingCompleted } from '../events/offboarding-completed.ts';
import { offboardingFailed } from '../events/offboarding-failed.ts';
import { offboardingPlanned } from '../events/offboarding-planned.ts';
import { offboardingRejected } from '../events/offboarding-rejected.ts';
import { restorationFailed } from '../events/restoration-failed.ts';
import { disassociationNotDone, reappeared, restorationNotDone, stuck } from './disassociation.ts';
import type { Notice } from './notice.ts';
import { approvalExpiring, approvalRequested, completed, failed, leaving, rejected } from './offboarding.ts';

const NOTICES: Readonly<Record<string, (event: Envelope) => Notice>> = Object.fromEntries([
  entry(offboardingApprovalRequested, approvalRequested),
  entry(offboardingApprovalExpiring, approvalExpiring),
  entry(offboardingPlanned, leaving),
  entry(offboardingRejected, rejected),
  entry(offboardingFailed, failed),
  entry(offboardingCompleted, completed),
  entry(disassociationStuck, stuck),
  entry(disassociationFailed, disassociationNotDone),
  entry(associationReappeared, reappeared),
  entry(restorationFailed, restorationNotDone),
  // Of the alarm that counts dead letters; its rule names no other.
  ['CloudWatch Alarm State Change', deadLetters],
]);

function entry<Detail>(contract: EventContract<Detail>, notice: (detail: Detail) => Notice) {
  return [contract.detailType, (event: Envelope) => notice(contract.read(event))] as const;
}

function deadLetters(): Notice {
  return {
    title: 'Events could not be delivered',
    sentences: ['They are kept for 14 days from when they were put on the bus.'],
    commands: ['dead-letters'],
  };
}

/** @throws Error for an event of which there is none, InvalidEvent for one that does not match its contract. */
export function noticeOf(event: Envelope): Notice {
  const notice = NOTICES[event['detail-type']];
  if (notice === undefined) throw new Error(`there is no notice of ${event['detail-type']}`);
  return notice(event);
}
