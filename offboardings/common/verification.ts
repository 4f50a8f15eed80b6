/** What an offboarding has removed, as the bucket holds it for the verifications. */

import type { Target } from '../../associations/common/target.ts';
import type { Kind } from '../../associations/registry.ts';
import type { RequestMetadata } from '../../events/metadata.ts';
import type { Where } from '../../events/where.ts';

export interface RemovedItem {
  kind: Kind;
  target: Target;
  where: Where;
  /** Of the item's request. */
  metadata: RequestMetadata;
  /** The id of its completion event. */
  eventId: string;
  /** When its removal was confirmed. ISO 8601. */
  goneAt: string;
}

export interface Verification {
  items: RemovedItem[];
  searches: string[];
  /** Kind and name of what the plan could not read: that it cannot be read later is no news. */
  inaccessible: string[];
}
