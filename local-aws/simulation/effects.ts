/** The simulated services' own log of what was done to associations and by whom; proofs judge a run by it. */

import type { Call } from '../core/aws.ts';
import type { Store } from '../core/store.ts';

/**
 * `disassociating`: in progress; `disassociated`: done at once; `session-opened`: approvers were asked;
 * `associated`: associated, or in progress towards it; `rejected`: nothing changed, `detail` is the error's name;
 * `no-op`: accepted, though there was nothing to change; `session-cancelled`: an approval session was cancelled.
 */
export type Effect =
  | 'disassociating'
  | 'disassociated'
  | 'session-opened'
  | 'associated'
  | 'rejected'
  | 'no-op'
  | 'session-cancelled';

export interface EffectRecord {
  /** Milliseconds since 1970. */
  at: number;
  requestId: string;
  operation: string;
  /** The ARN of the caller, or OUTSIDE. */
  caller: string;
  account: string;
  region: string;
  kind: string;
  key: string;
  effect: Effect;
  detail?: string;
}

/** The caller of a change that no call of this runtime made. */
export const OUTSIDE = 'outside';

export class Effects {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define('CREATE TABLE IF NOT EXISTS effects (id INTEGER PRIMARY KEY, record TEXT NOT NULL)');
  }

  add(call: Call, at: number, effect: Pick<EffectRecord, 'kind' | 'key' | 'effect' | 'detail'>): void {
    const { requestId, operation, identity, account, region } = call;
    this.#insert({ at, requestId, operation, caller: identity.arn, account, region, ...effect });
  }

  addOutside(at: number, effect: Pick<EffectRecord, 'account' | 'region' | 'kind' | 'key' | 'effect'>): void {
    this.#insert({ at, requestId: '', operation: '', caller: OUTSIDE, ...effect });
  }

  #insert(record: EffectRecord): void {
    this.#store.sql('INSERT INTO effects (record) VALUES (?)').run(JSON.stringify(record));
  }

  /** Oldest first. */
  list(): EffectRecord[] {
    return this.#store
      .sql<{ record: string }>('SELECT record FROM effects ORDER BY id')
      .all()
      .map(({ record }) => JSON.parse(record));
  }
}
