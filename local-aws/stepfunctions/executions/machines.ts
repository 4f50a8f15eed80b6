/** Stored state machines: the machine by its ARN, and every revision that an execution may still need. */

import type { EncryptionConfiguration, LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { Store } from '../../core/store.ts';
import { machineName } from '../arns.ts';
import { parseNumbers } from '../language/model/exact-number.ts';
import type { Json } from '../language/model/json.ts';
import type { Machine } from '../language/model/types.ts';

type MachineStatus = 'ACTIVE' | 'DELETING';

/** The settings of a revision that do not change its execution, stored and answered verbatim. */
export interface MachineSettings {
  loggingConfiguration?: LoggingConfiguration;
  tracingConfiguration?: TracingConfiguration;
  encryptionConfiguration?: EncryptionConfiguration;
}

export interface MachineRevision {
  /** The machine's number, the same for all revisions and for a machine made again under the name of a deleted one. */
  machine: number;
  revision: number;
  arn: string;
  roleArn: string;
  /** As it was written. */
  definition: string;
  settings: MachineSettings;
  /** Absent until the first update, as AWS answers it. */
  revisionId: string | null;
  created: number;
  updated: number;
  status: MachineStatus;
}

interface NewRevision {
  arn: string;
  roleArn: string;
  definition: string;
  settings: MachineSettings;
  revisionId: string | null;
}

interface Row {
  machine: number;
  revision: number;
  arn: string;
  role: string;
  definition: string;
  settings: string;
  revision_id: string | null;
  created: number;
  updated: number;
  status: MachineStatus | 'DELETED';
}

const COLUMNS = `m.id AS machine, r.id AS revision, m.arn, m.status, m.created,
  r.role, r.definition, r.settings, r.revision_id, r.updated`;

export class Machines {
  readonly #store: Store;
  /** Parsed once, shared by all executions of a revision. */
  readonly #parsed = new Map<number, Machine>();
  /** The newest revisions by ARN: what StartExecution asks for. */
  readonly #current = new Map<string, MachineRevision>();

  readonly #deleting: Set<number>;

  constructor(store: Store) {
    this.#store = store;
    const deleting = store.sql<{ id: number }>("SELECT id FROM state_machines WHERE status = 'DELETING'").all();
    this.#deleting = new Set(deleting.map(({ id }) => id));
  }

  /** The machine with its newest revision; undefined where there is none (any more). */
  find(arn: string): MachineRevision | undefined {
    const known = this.#current.get(arn);
    if (known) return known;
    const row = this.#store
      .sql<Row>(`SELECT ${COLUMNS} FROM state_machines m JOIN state_machine_revisions r ON r.id = m.revision
            WHERE m.arn = ? AND m.status <> 'DELETED'`)
      .get(arn);
    const found = row && read(row);
    if (found) this.#current.set(arn, found);
    return found;
  }

  /** The number under which the executions of this ARN are kept, also after the machine was deleted. */
  number(arn: string): number | undefined {
    const known = this.#current.get(arn);
    if (known) return known.machine;
    return this.#store.sql<{ id: number }>('SELECT id FROM state_machines WHERE arn = ?').get(arn)?.id;
  }

  revision(revision: number): MachineRevision {
    const text = `SELECT ${COLUMNS} FROM state_machine_revisions r JOIN state_machines m ON m.id = r.machine WHERE r.id = ?`;
    return read(this.#store.one(text, revision));
  }

  /** The machine as the engine needs it. */
  parsed(revision: number): Machine {
    const known = this.#parsed.get(revision);
    if (known) return known;
    const { arn, roleArn, definition } = this.revision(revision);
    const machine: Machine = {
      arn,
      name: machineName(arn),
      roleArn,
      definition: parseNumbers(definition, { decimals: false }) as Json,
    };
    this.#parsed.set(revision, machine);
    return machine;
  }

  /**
   * Those whose ARN begins so, in the order of their creation, newest first, as AWS lists them; `before` is the
   * last number seen.
   */
  list(prefix: string, limit: number, before = Number.MAX_SAFE_INTEGER): MachineRevision[] {
    return this.#store
      .sql<Row>(`SELECT ${COLUMNS} FROM state_machines m JOIN state_machine_revisions r ON r.id = m.revision
            WHERE m.status <> 'DELETED' AND m.arn >= ? AND m.arn < ? AND m.id < ? ORDER BY m.id DESC LIMIT ?`)
      .all(prefix, `${prefix}\u{10FFFF}`, before, limit)
      .map(read);
  }

  create(made: NewRevision, tags: Record<string, string>, now: number): void {
    this.#store.transaction(() => {
      this.#store
        .sql(`INSERT INTO state_machines (arn, status, revision, created, tags) VALUES (?, 'ACTIVE', 0, ?, ?)
              ON CONFLICT (arn) DO UPDATE SET status = 'ACTIVE', created = excluded.created, tags = excluded.tags`)
        .run(made.arn, now, JSON.stringify(tags));
      this.#revise(made, now);
    });
  }

  update(made: NewRevision, now: number): void {
    this.#store.transaction(() => this.#revise(made, now));
  }

  /** Deletes at once, or when the last of its executions has ended. */
  delete({ arn, machine }: MachineRevision): void {
    this.#store.sql("UPDATE state_machines SET status = 'DELETING' WHERE id = ?").run(machine);
    this.#current.delete(arn);
    this.#deleting.add(machine);
    this.deleteIfIdle(machine);
  }

  /** The deletion of a machine ends when its last execution has. */
  deleteIfIdle(machine: number): void {
    if (!this.#deleting.has(machine)) return;
    const running = this.#store
      .sql("SELECT 1 FROM executions WHERE machine = ? AND map_run = 0 AND status = 'RUNNING'")
      .get(machine);
    if (running) return;
    this.#store.sql("UPDATE state_machines SET status = 'DELETED' WHERE id = ?").run(machine);
    this.#deleting.delete(machine);
    this.#current.clear();
  }

  tags(arn: string): Record<string, string> {
    return JSON.parse(this.#store.one<{ tags: string }>('SELECT tags FROM state_machines WHERE arn = ?', arn).tags);
  }

  setTags(arn: string, tags: Record<string, string>): void {
    this.#store.sql('UPDATE state_machines SET tags = ? WHERE arn = ?').run(JSON.stringify(tags), arn);
  }

  #revise({ arn, roleArn, definition, settings, revisionId }: NewRevision, now: number): void {
    const { lastInsertRowid } = this.#store
      .sql(`INSERT INTO state_machine_revisions (machine, role, definition, settings, revision_id, updated)
            SELECT id, ?, ?, ?, ?, ? FROM state_machines WHERE arn = ?`)
      .run(roleArn, definition, JSON.stringify(settings), revisionId, now, arn);
    this.#store.sql('UPDATE state_machines SET revision = ? WHERE arn = ?').run(lastInsertRowid, arn);
    this.#current.delete(arn);
  }
}

function read({ role, revision_id, settings, status, ...row }: Row): MachineRevision {
  return {
    ...row,
    status: status === 'ACTIVE' ? 'ACTIVE' : 'DELETING',
    roleArn: role,
    revisionId: revision_id,
    settings: JSON.parse(settings),
  };
}
