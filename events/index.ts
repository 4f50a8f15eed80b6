/** The events on the bus: `import … from 'offboard/events'`. */

import { associationReappeared } from './association-reappeared.ts';
import { disassociationCompleted } from './disassociation-completed.ts';
import { disassociationFailed } from './disassociation-failed.ts';
import { disassociationRejected } from './disassociation-rejected.ts';
import { disassociationRequested } from './disassociation-requested.ts';
import { disassociationStuck } from './disassociation-stuck.ts';
import { offboardingApprovalExpiring } from './offboarding-approval-expiring.ts';
import { offboardingApprovalRequested } from './offboarding-approval-requested.ts';
import { offboardingCompleted } from './offboarding-completed.ts';
import { offboardingFailed } from './offboarding-failed.ts';
import { offboardingPlanned } from './offboarding-planned.ts';
import { offboardingRejected } from './offboarding-rejected.ts';
import { offboardingRequested } from './offboarding-requested.ts';
import { restorationCompleted } from './restoration-completed.ts';
import { restorationFailed } from './restoration-failed.ts';

export {
  type Entry,
  type Envelope,
  type EventContract,
  InvalidEvent,
  type Pattern,
  type Problem,
  SOURCE,
} from './define.ts';
export {
  type DisassociationData,
  type DisassociationRequest,
  patternOfKind,
  patternOfUnknownKind,
  type TargetOf,
} from './disassociation-requested.ts';
export { answering, type Metadata, newMetadata } from './metadata.ts';
export { patternOfUnknownEvent } from './unknown.ts';
export type { Where } from './where.ts';
export {
  associationReappeared,
  disassociationCompleted,
  disassociationFailed,
  disassociationRejected,
  disassociationRequested,
  disassociationStuck,
  offboardingApprovalExpiring,
  offboardingApprovalRequested,
  offboardingCompleted,
  offboardingFailed,
  offboardingPlanned,
  offboardingRejected,
  offboardingRequested,
  restorationCompleted,
  restorationFailed,
};

/** The requests that Offboard accepts. */
export const requests = { disassociationRequested, offboardingRequested } as const;

/** The events that Offboard publishes. */
export const publishedEvents = {
  disassociationCompleted,
  disassociationFailed,
  disassociationRejected,
  disassociationStuck,
  offboardingPlanned,
  offboardingApprovalRequested,
  offboardingApprovalExpiring,
  offboardingRejected,
  offboardingCompleted,
  offboardingFailed,
  associationReappeared,
  restorationCompleted,
  restorationFailed,
} as const;
