/** Version of the tables below. A file with another version is rejected. */
export const schemaVersion = 1;

/**
 * Tables of the embedded server. `seq` keeps the order of insertion, which is the order of every list. JSON columns
 * keep the text as received, so that 1.0 stays 1.0.
 */
export const schema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE users (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, first_name TEXT NOT NULL, last_name TEXT,
  username TEXT NOT NULL UNIQUE, role TEXT NOT NULL, api_key TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
CREATE TABLE workspaces (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
CREATE TABLE workspace_users (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id TEXT NOT NULL REFERENCES workspaces(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, UNIQUE (workspace_id, user_id)) STRICT;
CREATE TABLE datasets (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, guidelines TEXT,
  allow_extra_metadata INTEGER NOT NULL, status TEXT NOT NULL, min_submitted INTEGER NOT NULL, metadata TEXT,
  workspace_id TEXT NOT NULL REFERENCES workspaces(id),
  last_activity_at TEXT NOT NULL, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (workspace_id, name)) STRICT;
CREATE TABLE fields (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
  required INTEGER NOT NULL, settings TEXT NOT NULL,
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (dataset_id, name)) STRICT;
CREATE TABLE questions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
  description TEXT, required INTEGER NOT NULL, settings TEXT NOT NULL,
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (dataset_id, name)) STRICT;
CREATE TABLE metadata_properties (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
  settings TEXT NOT NULL, visible_for_annotators INTEGER NOT NULL,
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (dataset_id, name)) STRICT;
CREATE TABLE records (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, external_id TEXT, fields TEXT NOT NULL,
  metadata TEXT, status TEXT NOT NULL, dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (dataset_id, external_id)) STRICT;
CREATE INDEX records_by_dataset ON records (dataset_id, seq);
CREATE INDEX records_by_status ON records (dataset_id, status);
CREATE TABLE responses (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, answers TEXT NOT NULL, status TEXT NOT NULL,
  record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (record_id, user_id)) STRICT;
CREATE INDEX responses_by_user ON responses (user_id);
CREATE TABLE suggestions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, value TEXT NOT NULL, score TEXT, agent TEXT, type TEXT,
  record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE,
  question_id TEXT NOT NULL REFERENCES questions(id) ON DELETE CASCADE,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (record_id, question_id)) STRICT;
CREATE INDEX suggestions_by_question ON suggestions (question_id);
CREATE TABLE dataset_users (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, UNIQUE (dataset_id, user_id)) STRICT;
CREATE INDEX dataset_users_by_user ON dataset_users (user_id);
CREATE INDEX workspace_users_by_user ON workspace_users (user_id);
`;
