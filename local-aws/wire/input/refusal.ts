/** A scripted refusal, as the service would answer it. */

import type { Fate } from '../../../simulators/scripted-outcome.ts';
import { AwsError } from '../../core/aws.ts';

/** @throws AwsError where this fate refuses the call. */
export function refuseByFate({ outcome, error }: Fate): void {
  if (outcome !== 'refused' || !error) return;
  throw new AwsError(error.code, error.message ?? error.code, { status: error.status ?? 400 });
}
