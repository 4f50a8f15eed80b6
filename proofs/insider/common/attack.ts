/** What one attack is made of. */

import type { AssociationEntry } from '@offboard/local-aws/simulation';
import type { Harness } from '../../common/harness.ts';
import type { Honest } from './honest.ts';
import type { Insider } from './insider.ts';
import type { Guarded } from './truth.ts';

export interface Attack {
  harness: Harness;
  /** The random numbers of this attack. */
  next(): number;
  guards: Guarded;
  honest: Honest;
  insider: Insider;
  /** What there was at the beginning. */
  entries: readonly AssociationEntry[];
  /** Does a part of a move, which AWS may refuse without an end of the move. */
  attempt(act: () => Promise<void>): Promise<void>;
}

/** An event on the bus, as EventBridge delivers it. */
export interface BusEvent {
  id: string;
  'detail-type': string;
  source: string;
  detail: unknown;
}
