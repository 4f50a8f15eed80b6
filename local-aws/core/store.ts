/** Where the runtime keeps what must outlive it: one SQLite file, or memory when no directory is given. */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A prepared statement. What its rows hold is known where its text is written, and said there. */
export interface Statement<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  run: StatementSync['run'];
}

/** Documents of one sort under their keys, in key order. */
export interface Table<Value> {
  get(key: string): Value | undefined;
  put(key: string, value: Value): void;
  delete(key: string): void;
  /** Every document whose key begins so. */
  entries(prefix?: string): Iterable<[key: string, value: Value]>;
  size(): number;
}

function inMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;');
  return database;
}

/** Raised with every change to the tables, or to what is kept in them: SQLite's user_version of a file. */
const LAYOUT = 2;

/** @throws Error for a file of another layout; a new one takes this one's. */
function checkLayout(database: DatabaseSync): void {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables === 0) database.exec(`PRAGMA user_version = ${LAYOUT}`);
  const { layout } = database.prepare('SELECT user_version AS layout FROM pragma_user_version').get() as {
    layout: number;
  };
  if (layout !== LAYOUT) throw new Error('another version of Offboard wrote it');
}

/** @throws Error that names the file, and says what to do. */
function onDisk(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    database = new DatabaseSync(path);
    // The file survives SIGKILL without syncing each commit: what was written is in the kernel's cache.
    database.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    );
    // The lock is had with the first transaction; without it, another process would be found only by the first write.
    database.exec('BEGIN EXCLUSIVE; COMMIT;');
    checkLayout(database);
    return database;
  } catch (error) {
    database?.close();
    const { message } = error as Error;
    const reason = message === 'database is locked' ? 'another runtime is using it' : message;
    throw new Error(`${path} cannot be opened: ${reason}; stop what uses it, or name another directory`);
  }
}

export class Store {
  readonly path: string | undefined;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  /** Called in every transaction before it is kept: what is written here is kept with it. */
  beforeCommit: () => void = () => {};

  /** @param directory absent: in memory. A second process on the same directory is refused. */
  constructor(directory?: string) {
    this.path = directory === undefined ? undefined : join(directory, 'offboard.sqlite');
    this.#database = this.path === undefined ? inMemory() : onDisk(this.path);
  }

  /** A component's own tables, made once. */
  define(schema: string): void {
    this.#database.exec(schema);
  }

  /** A prepared statement, kept. */
  sql<Row>(text: string): Statement<Row> {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#database.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement as unknown as Statement<Row>;
  }

  /** The one row that is always there: of a count, or under a number that we gave. @throws Error where it is not. */
  one<Row>(text: string, ...values: SQLInputValue[]): Row {
    const row = this.sql<Row>(text).get(...values);
    if (row === undefined) throw new Error(`no row for ${values.join(', ')}: ${text}`);
    return row;
  }

  table<Value>(name: string): Table<Value> {
    if (!/^[a-z_]+$/.test(name)) throw new Error(`a table is named in small letters: ${name}`);
    this.define(`CREATE TABLE IF NOT EXISTS ${name} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`);
    const read = (text: string): Value => JSON.parse(text);
    return {
      get: (key) => {
        const row = this.sql<{ value: string }>(`SELECT value FROM ${name} WHERE key = ?`).get(key);
        return row && read(row.value);
      },
      put: (key, value) => {
        this.sql(`INSERT INTO ${name} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`).run(
          key,
          JSON.stringify(value),
        );
      },
      delete: (key) => {
        this.sql(`DELETE FROM ${name} WHERE key = ?`).run(key);
      },
      entries: (prefix = '') =>
        this.sql<{ key: string; value: string }>(
          `SELECT key, value FROM ${name} WHERE key >= ? AND key < ? ORDER BY key`,
        )
          .all(prefix, `${prefix}\u{10FFFF}`)
          .map(({ key, value }) => [key, read(value)]),
      size: () => this.one<{ n: number }>(`SELECT count(*) AS n FROM ${name}`).n,
    };
  }

  /** All or nothing; may be nested. */
  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work();
    this.sql('BEGIN').run();
    this.#depth++;
    try {
      const result = work();
      this.beforeCommit();
      this.sql('COMMIT').run();
      return result;
    } catch (error) {
      this.sql('ROLLBACK').run();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
