/** What a missing or disabled encryption key of an instance means, whatever name its error has. */

import type { Discovered } from '../contract.ts';
import { inaccessible } from '../discovery.ts';

/** Nothing can be read then, and nothing is gone. A throttled key is throttling. */
export function isKeyError(error: Error): boolean {
  const { Reason = '' } = error as Error & { Reason?: string };
  return Reason.startsWith('KMS_') && error.name !== 'ThrottlingException';
}

/** Like `inaccessible` of discovery. */
export function* unreadable(at: string, error: unknown): Iterable<Discovered<never>> {
  if (error instanceof Error && isKeyError(error)) {
    yield { type: 'inaccessible', at, error: error.name, message: error.message };
  } else yield* inaccessible(at, error);
}
