/** A scripted refusal, as the service would answer it. */

import type { ScriptedOutcome } from '../../../simulators/scripted-outcome.ts';
import { AwsError } from '../../core/aws.ts';

/** @throws AwsError where this scripted refuses the call. */
export function throwScriptedError({ outcome, error }: ScriptedOutcome): void {
  if (outcome !== 'error' || !error) return;
  throw new AwsError(error.code, error.message ?? error.code, { status: error.status ?? 400 });
}
