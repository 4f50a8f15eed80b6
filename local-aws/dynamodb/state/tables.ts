import { createHash } from 'node:crypto';
import type { AccountRegion } from '../../core/account-region.ts';
import type { Aws } from '../../core/aws.ts';
import type { Table as Documents, Store } from '../../core/store.ts';
import { contentOf, type Item } from '../model/attribute-value.ts';

export interface Key {
  name: string;
  type: 'S' | 'N' | 'B';
}

export interface Table extends AccountRegion {
  name: string;
  created: number;
  /** The partition key, and the sort key where there is one. */
  keys: Key[];
  /** The attribute of a table with time to live: seconds since 1970. */
  expiry?: string;
  deletionProtected: boolean;
  pointInTimeRecovery: boolean;
  /** SSESpecification, as given. */
  encryption?: unknown;
}

/** "If the current time is greater ... by five years or more, the item is not deleted." */
const EXPIRY_WINDOW_S = 5 * 365 * 24 * 60 * 60;

/** How long a ClientRequestToken is valid. */
const TOKEN_MS = 10 * 60 * 1000;

export class Tables {
  readonly #store: Store;
  readonly #clock: Aws['clock'];
  readonly #tables: Documents<Table>;

  constructor({ store, clock }: Pick<Aws, 'store' | 'clock'>) {
    this.#store = store;
    this.#clock = clock;
    this.#tables = store.table('dynamodb_tables');
    store.define(
      `CREATE TABLE IF NOT EXISTS dynamodb_items (
         owner TEXT NOT NULL, key TEXT NOT NULL, item TEXT NOT NULL, expires INTEGER,
         PRIMARY KEY (owner, key)) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS dynamodb_items_by_expiry ON dynamodb_items (owner, expires) WHERE expires IS NOT NULL;
       CREATE TABLE IF NOT EXISTS dynamodb_tokens (token TEXT PRIMARY KEY, request TEXT NOT NULL, until INTEGER NOT NULL)
         WITHOUT ROWID;`,
    );
  }

  get now(): number {
    return this.#clock.now();
  }

  find(location: AccountRegion, name: string): Table | undefined {
    return this.#tables.get(keyOf({ ...location, name }));
  }

  list({ account, region }: AccountRegion): Table[] {
    return Array.from(this.#tables.entries(`${account}/${region}/`), ([, table]) => table);
  }

  put(table: Table): void {
    this.#tables.put(keyOf(table), table);
  }

  delete(table: Table): void {
    this.#store.sql('DELETE FROM dynamodb_items WHERE owner = ?').run(keyOf(table));
    this.#tables.delete(keyOf(table));
  }

  count(table: Table): number {
    return this.#store.one<{ n: number }>('SELECT count(*) AS n FROM dynamodb_items WHERE owner = ?', keyOf(table)).n;
  }

  item(table: Table, key: Item): Item | undefined {
    this.#dropExpired(table);
    const row = this.#store
      .sql<{ item: string }>('SELECT item FROM dynamodb_items WHERE owner = ? AND key = ?')
      .get(keyOf(table), itemKey(table, key));
    return row && readItem(row.item);
  }

  items(table: Table): Item[] {
    this.#dropExpired(table);
    return this.#store
      .sql<{ item: string }>('SELECT item FROM dynamodb_items WHERE owner = ? ORDER BY key')
      .all(keyOf(table))
      .map(({ item }) => readItem(item));
  }

  putItem(table: Table, item: Item): void {
    const expiry = table.expiry === undefined ? undefined : item[table.expiry];
    const expires = expiry && 'N' in expiry ? Math.floor(Number(expiry.N)) : null;
    this.#store
      .sql(
        `INSERT INTO dynamodb_items VALUES (?, ?, ?, ?)
         ON CONFLICT (owner, key) DO UPDATE SET item = excluded.item, expires = excluded.expires`,
      )
      .run(keyOf(table), itemKey(table, item), JSON.stringify(item), expires);
  }

  deleteItem(table: Table, key: Item): void {
    this.#store.sql('DELETE FROM dynamodb_items WHERE owner = ? AND key = ?').run(keyOf(table), itemKey(table, key));
  }

  transaction<Result>(work: () => Result): Result {
    return this.#store.transaction(work);
  }

  /**
   * Whether the token's request was carried out before, and was this one.
   * @returns `new` for a token that is not known; it is kept from now on.
   */
  useToken(token: string, request: unknown): 'new' | 'same' | 'other' {
    this.#store.sql('DELETE FROM dynamodb_tokens WHERE until <= ?').run(this.now);
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const known = this.#store
      .sql<{ request: string }>('SELECT request FROM dynamodb_tokens WHERE token = ?')
      .get(token);
    if (known) return known.request === hash ? 'same' : 'other';
    this.#store.sql('INSERT INTO dynamodb_tokens VALUES (?, ?, ?)').run(token, hash, this.now + TOKEN_MS);
    return 'new';
  }

  /** AWS deletes expired items within days, here at the next access: whoever reads must be right under both. */
  #dropExpired(table: Table): void {
    const now = Math.floor(this.now / 1000);
    this.#store
      .sql('DELETE FROM dynamodb_items WHERE owner = ? AND expires < ? AND expires > ?')
      .run(keyOf(table), now, now - EXPIRY_WINDOW_S);
  }
}

function keyOf({ account, region, name }: AccountRegion & { name: string }): string {
  return `${account}/${region}/${name}`;
}

/** One text for each key. */
export function itemKey({ keys }: Pick<Table, 'keys'>, item: Item): string {
  return JSON.stringify(keys.map(({ name }) => contentOf(item[name] as Item[string])));
}

function readItem(text: string): Item {
  return JSON.parse(text);
}
