/** A scripted refusal, as the service would answer it. */

import { AwsError } from '../../aws.ts';
import type { Fate } from '../../world/fate.ts';

/** @throws AwsError where this fate refuses the call. */
export function refuseByFate({ outcome, error }: Fate): void {
  if (outcome !== 'refused' || !error) return;
  throw new AwsError(error.code, error.message ?? error.code, { status: error.status ?? 400 });
}
