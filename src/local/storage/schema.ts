/** The newest version of the tables. Older files are upgraded when they are opened, newer ones are rejected. */
export const schemaVersion = 2;

/**
 * Version 1 of the tables; a new file gets them and then all upgrades. `seq` keeps the order of insertion, which is the order of every list. JSON columns
 * keep the text as received, so that 1.0 stays 1.0.
 */
export const schemaVersion1 = `
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

/**
 * Version 2 keeps counts and orders, so that no request has to look at all records or answers. Triggers maintain them,
 * whoever writes.
 *
 * - `records_by_status` yields the pending records in order of their random ids.
 * - `responses.record_seq` yields a rater's answers in the order of their records.
 * - `record_counts` and `answer_counts` have the numbers that progress and totals consist of.
 * - `record_words` finds records by words. It doesn't keep the texts; its rows are described in record-words.ts.
 */
export const upgradeTo2 = `
DROP INDEX records_by_status;
CREATE INDEX records_by_status ON records (dataset_id, status, id);
ALTER TABLE responses ADD COLUMN record_seq INTEGER;
UPDATE responses SET record_seq = (SELECT seq FROM records WHERE id = record_id);
DROP INDEX responses_by_user;
CREATE INDEX responses_by_user ON responses (user_id, record_seq);

CREATE TABLE record_counts (
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE, status TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, status)) STRICT, WITHOUT ROWID;
INSERT INTO record_counts SELECT dataset_id, status, count(*) FROM records GROUP BY dataset_id, status;
CREATE TABLE answer_counts (
  dataset_id TEXT NOT NULL REFERENCES datasets(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  record_status TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (dataset_id, user_id, record_status, status)) STRICT, WITHOUT ROWID;
CREATE INDEX answer_counts_by_user ON answer_counts (user_id);
INSERT INTO answer_counts
  SELECT dataset_id, user_id, records.status, responses.status, count(*)
  FROM responses JOIN records ON records.seq = record_seq GROUP BY 1, 2, 3, 4;

CREATE TRIGGER record_added AFTER INSERT ON records BEGIN
  INSERT INTO record_counts VALUES (new.dataset_id, new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER record_goes BEFORE DELETE ON records BEGIN
  -- Before the cascade does it: the trigger on answers needs their record.
  DELETE FROM responses WHERE record_id = old.id;
  UPDATE record_counts SET count = count - 1 WHERE dataset_id = old.dataset_id AND status = old.status;
END;
CREATE TRIGGER record_gone AFTER DELETE ON records BEGIN
  DELETE FROM record_words WHERE rowid BETWEEN old.seq * 4096 AND old.seq * 4096 + 4095;
END;
CREATE TRIGGER record_status_changed AFTER UPDATE OF status ON records WHEN old.status <> new.status BEGIN
  UPDATE record_counts SET count = count - 1 WHERE dataset_id = old.dataset_id AND status = old.status;
  INSERT INTO record_counts VALUES (new.dataset_id, new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE answer_counts SET count = count - 1
    WHERE dataset_id = old.dataset_id AND record_status = old.status
      AND (user_id, status) IN (SELECT user_id, status FROM responses WHERE record_id = old.id);
  INSERT INTO answer_counts
    SELECT new.dataset_id, user_id, new.status, status, 1 FROM responses WHERE record_id = new.id
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER response_added AFTER INSERT ON responses BEGIN
  UPDATE responses SET record_seq = (SELECT seq FROM records WHERE id = new.record_id) WHERE seq = new.seq;
  INSERT INTO answer_counts
    SELECT dataset_id, new.user_id, status, new.status, 1 FROM records WHERE id = new.record_id
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER response_changed AFTER UPDATE OF status ON responses WHEN old.status <> new.status BEGIN
  UPDATE answer_counts SET count = count - 1
    WHERE (dataset_id, record_status) = (SELECT dataset_id, status FROM records WHERE id = old.record_id)
      AND user_id = old.user_id AND status = old.status;
  INSERT INTO answer_counts
    SELECT dataset_id, new.user_id, status, new.status, 1 FROM records WHERE id = new.record_id
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER response_gone AFTER DELETE ON responses BEGIN
  UPDATE answer_counts SET count = count - 1
    WHERE (dataset_id, record_status) = (SELECT dataset_id, status FROM records WHERE id = old.record_id)
      AND user_id = old.user_id AND status = old.status;
END;

CREATE VIRTUAL TABLE record_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '''._:'");
`;
