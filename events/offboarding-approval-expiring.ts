/** A plan still waits for an approval, and its deadline comes near. */

import { defineEvent } from './define.ts';
import { offboardingApprovalRequested } from './offboarding-approval-requested.ts';
import sample from './samples/offboarding-approval-expiring.json' with { type: 'json' };

export const offboardingApprovalExpiring = defineEvent({
  detailType: 'OffboardingApprovalExpiring',
  sample,
  schema: offboardingApprovalRequested.schema,
});
