/** Why a map run failed before it had children. */

import { StateFailure } from '../engine/failure.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import type { MapRun } from './types.ts';

export function failureOfMapRun({ command }: MapRun, thrown: unknown): { error: string; cause: string } {
  if (thrown instanceof StateFailure)
    return { error: thrown.failure.error ?? 'States.Runtime', cause: thrown.failure.cause ?? '' };
  const known = thrown instanceof StatesError ? thrown : undefined;
  const words = known?.cause ?? (thrown instanceof Error ? thrown.message : String(thrown));
  return {
    error: known?.error ?? 'States.Runtime',
    cause: `An error occurred while executing the state '${command.stateName}'. ${words}`,
  };
}
