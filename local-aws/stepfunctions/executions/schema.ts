/** The tables of Step Functions. All times are milliseconds since 1970; all documents are JSON text. */

export const SCHEMA = `
CREATE TABLE IF NOT EXISTS state_machines (
  id INTEGER PRIMARY KEY,
  arn TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created INTEGER NOT NULL,
  tags TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS state_machine_revisions (
  id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL,
  role TEXT NOT NULL,
  definition TEXT NOT NULL,
  settings TEXT NOT NULL,
  revision_id TEXT,
  updated INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS executions (
  id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  map_run INTEGER NOT NULL,
  map_index INTEGER NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  start INTEGER NOT NULL,
  stop INTEGER,
  input TEXT NOT NULL,
  output TEXT,
  error TEXT,
  cause TEXT,
  redrives INTEGER NOT NULL,
  redriven INTEGER,
  last_event INTEGER NOT NULL,
  advances_clock INTEGER NOT NULL,
  snapshot TEXT,
  pending TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS executions_by_name ON executions (machine, name);
CREATE INDEX IF NOT EXISTS executions_by_start ON executions (machine, map_run);
CREATE INDEX IF NOT EXISTS executions_by_status ON executions (machine, map_run, status);
CREATE INDEX IF NOT EXISTS executions_by_item ON executions (map_run, map_index) WHERE map_run <> 0;
CREATE INDEX IF NOT EXISTS executions_running ON executions (advances_clock) WHERE status = 'RUNNING';
CREATE TABLE IF NOT EXISTS execution_history (
  id INTEGER PRIMARY KEY,
  events TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS task_tokens (
  token TEXT PRIMARY KEY,
  execution INTEGER NOT NULL,
  command TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS task_tokens_by_execution ON task_tokens (execution);
CREATE TABLE IF NOT EXISTS map_runs (
  id INTEGER PRIMARY KEY,
  arn TEXT NOT NULL UNIQUE,
  execution INTEGER NOT NULL,
  command TEXT NOT NULL,
  status TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  given TEXT NOT NULL,
  pending TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS map_runs_by_execution ON map_runs (execution);
CREATE TABLE IF NOT EXISTS map_run_results (
  map_run INTEGER NOT NULL,
  item INTEGER NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (map_run, item)
) WITHOUT ROWID;
`;
