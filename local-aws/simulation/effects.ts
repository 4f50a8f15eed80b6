/** What was done to associations, by whom: the simulated services' own log, by which proofs judge a run. */

import type { Kind } from '../../simulators/kinds.ts';
import type { Call } from '../core/aws.ts';
import type { Store } from '../core/store.ts';

/**
 * `end-begun`: it goes on for a while; `ended`: it was over at once; `session-opened`: people were asked;
 * `tied`: it was (or is being) associated; `refused`: nothing changed, `detail` is the error's name;
 * `nothing`: accepted, though there was nothing to change; `cancelled`: an approval session was called off.
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
  /** The ARN of whoever called, or OUTSIDE. */
  caller: string;
  account: string;
  region: string;
  kind: Kind;
  key: string;
  effect: Effect;
  detail?: string;
}

/** The caller of what happened outside. */
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

  /** What happened without a call of anyone's that is seen here. */
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
