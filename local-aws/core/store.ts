/** What must outlive the process: one SQLite file, or memory where no directory is given. */

import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A prepared statement. The type of its rows is given where its text is written. */
export interface Statement<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  run(...values: SQLInputValue[]): ReturnType<StatementSync['run']>;
}

/** JSON documents by key, in key order. */
export interface Table<Value> {
  get(key: string): Value | undefined;
  put(key: string, value: Value): void;
  delete(key: string): void;
  /** Every document whose key has this prefix. */
  entries(prefix?: string): Iterable<[key: string, value: Value]>;
  size(): number;
}

function inMemory(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;');
  return database;
}

/** SQLite's user_version of a file. Raise it with every change to the tables or to the documents in them. */
const LAYOUT = 3;

/** @throws Error for a file of another layout; a new one takes this one's. */
function checkLayout(database: DatabaseSync): void {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables === 0) database.exec(`PRAGMA user_version = ${LAYOUT}`);
  const { layout } = database.prepare('SELECT user_version AS layout FROM pragma_user_version').get() as {
    layout: number;
  };
  if (layout !== LAYOUT) throw new Error('another version of local AWS wrote it');
}

/** The file holds events, which name people, and the credentials of sessions. */
const OWNER_ONLY = 0o600;

/** @throws Error that names the file, and says what to do. */
function onDisk(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives the files beside it (-wal, -shm) the same mode.
    closeSync(openSync(path, 'a', OWNER_ONLY));
    chmodSync(path, OWNER_ONLY);
    database = new DatabaseSync(path);
    // The file survives SIGKILL without syncing each commit: what was written is in the kernel's cache.
    database.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    );
    // The first transaction takes the lock; without it another process would be noticed only at the first write.
    database.exec('BEGIN EXCLUSIVE; COMMIT;');
    checkLayout(database);
    return database;
  } catch (error) {
    database?.close();
    const { message } = error as Error;
    const reason = message === 'database is locked' ? 'another runtime is using it' : message;
    throw new Error(`${path} cannot be opened: ${reason}; stop the process that uses it, or name another directory`);
  }
}

/** SQLite's primary result codes of a file that cannot be written any more: READONLY, IOERR, CORRUPT, FULL, CANTOPEN. */
const UNWRITABLE = [8, 10, 11, 13, 14];

function isUnwritable(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && UNWRITABLE.includes(errcode & 0xff);
}

export class Store {
  readonly path: string | undefined;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement<unknown>>();
  #depth = 0;
  /** Called at the end of every transaction, before COMMIT. */
  beforeCommit: () => void = () => {};
  /**
   * Called where the file cannot be written any more, as on a full disk: it holds all transactions that have ended, and
   * takes no other. What goes on in memory is ahead of it, so the process should end.
   */
  onFailure: (failure: Error) => void = () => {};
  #failure: Error | undefined;

  /** @param directory absent: in memory. A second process on the same directory is refused. */
  constructor(directory?: string) {
    this.path = directory === undefined ? undefined : join(directory, 'offboard.sqlite');
    this.#database = this.path === undefined ? inMemory() : onDisk(this.path);
  }

  /** Creates a component's own tables. */
  define(schema: string): void {
    this.#guarded(() => this.#database.exec(schema));
  }

  /** A prepared statement; each text is prepared once. */
  sql<Row>(text: string): Statement<Row> {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#prepare(text);
      this.#statements.set(text, statement);
    }
    return statement as Statement<Row>;
  }

  #prepare(text: string): Statement<unknown> {
    const prepared = this.#guarded(() => this.#database.prepare(text));
    if (this.path === undefined) return prepared;
    return {
      get: (...values) => this.#guarded(() => prepared.get(...values)),
      all: (...values) => this.#guarded(() => prepared.all(...values)),
      iterate: (...values) => this.#guarded(() => prepared.iterate(...values)),
      run: (...values) => this.#guarded(() => prepared.run(...values)),
    };
  }

  /** @throws Error that names the file and says what to do, from the first time on that it cannot be written. */
  #guarded<Result>(work: () => Result): Result {
    if (this.#failure) throw this.#failure;
    try {
      return work();
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      const reason = (error as Error).message;
      this.#failure = new Error(
        `${this.path} cannot be written: ${reason}; it holds everything that was accepted: free some space and start again with it`,
      );
      this.onFailure(this.#failure);
      throw this.#failure;
    }
  }

  /** The row of a count, or of an id that is known to exist. @throws Error where there is none. */
  one<Row>(text: string, ...values: SQLInputValue[]): Row {
    const row = this.sql<Row>(text).get(...values);
    if (row === undefined) throw new Error(`no row for ${values.join(', ')}: ${text}`);
    return row;
  }

  table<Value>(name: string): Table<Value> {
    if (!/^[a-z_]+$/.test(name)) throw new Error(`a table's name has lower-case letters only: ${name}`);
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

  /** Runs in one transaction; may be nested. */
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
      // SQLite itself has rolled back where it could not write.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
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
