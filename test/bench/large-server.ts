import { randomUUID } from 'node:crypto';
import Database from 'libsql';
import { z } from 'zod';
import { hashPrompt, newestNormalization, normalizePrompt } from '../../src/build/normalize-prompt.ts';
import { formatMicros } from '../../src/local/storage/store.ts';

const deployed = z.object({ id: z.string(), workspace_id: z.string() });
const startMicros = Date.UTC(2026, 0, 1) * 1000;
const raterCount = 385;

/**
 * Fills the database of an embedded server, in which a campaign is deployed, with records and submitted answers. It
 * writes rows, because a push of so many takes minutes. Returns how many answers there are.
 */
export function fillServer(path: string, prompts: readonly string[], answersPerPrompt: number): number {
  return inTransaction(path, (db) => {
    const { id: datasetId, workspace_id: workspaceId } = deployed.parse(
      db.prepare('SELECT id, workspace_id FROM datasets').get(),
    );
    const raters = Array.from({ length: raterCount }, (_, index) =>
      addRater(db, { username: `rater-${index}`, workspaceId, datasetId }),
    );
    const addRecord = db.prepare(`INSERT INTO records
      (id, external_id, fields, metadata, status, dataset_id, inserted_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
    let micros = startMicros;
    for (const [index, prompt] of prompts.entries()) {
      const recordId = randomUUID();
      const externalId = hashPrompt(normalizePrompt(prompt, newestNormalization));
      const time = formatMicros((micros += 1001));
      const fields = JSON.stringify({ prompt });
      addRecord.run(recordId, externalId, fields, '{"source":"made"}', 'completed', datasetId, time, time);
      for (let answer = 0; answer < answersPerPrompt; answer += 1) {
        const userId = raters[(index * 7 + answer * 31) % raterCount] ?? '';
        addAnswer(db, { recordId, userId, value: 1 + ((index + answer) % 5), time: formatMicros((micros += 1001)) });
      }
    }
    db.prepare('UPDATE datasets SET last_activity_at = ?').run(formatMicros(micros + 1001));
    return prompts.length * answersPerPrompt;
  });
}

/** Has a new rater answer the first `count` records, one after another. */
export function addAnswers(path: string, count: number): void {
  inTransaction(path, (db) => {
    const { id: datasetId, workspace_id: workspaceId } = deployed.parse(
      db.prepare('SELECT id, workspace_id FROM datasets').get(),
    );
    const userId = addRater(db, { username: `rater-${randomUUID().slice(0, 8)}`, workspaceId, datasetId });
    const records = z
      .array(z.object({ id: z.string() }))
      .parse(db.prepare('SELECT id FROM records ORDER BY seq LIMIT ?').all(count));
    const now = Date.now() * 1000 + 1;
    for (const { id: recordId } of records) addAnswer(db, { recordId, userId, value: 3, time: formatMicros(now) });
    db.prepare('UPDATE datasets SET last_activity_at = ?').run(formatMicros(now));
  });
}

function inTransaction<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path);
  try {
    db.pragma('synchronous = OFF');
    db.exec('BEGIN IMMEDIATE');
    const result = work(db);
    db.exec('COMMIT');
    return result;
  } finally {
    db.close();
  }
}

function addRater(
  db: Database.Database,
  { username, workspaceId, datasetId }: Record<'username' | 'workspaceId' | 'datasetId', string>,
): string {
  const id = randomUUID();
  const time = formatMicros(startMicros + 1);
  db.prepare(
    `INSERT INTO users (id, first_name, username, role, api_key, password_hash, inserted_at, updated_at)
     VALUES (?, ?, ?, 'annotator', ?, '', ?, ?)`,
  ).run(id, username, username, randomUUID(), time, time);
  db.prepare('INSERT INTO workspace_users (workspace_id, user_id) VALUES (?, ?)').run(workspaceId, id);
  db.prepare('INSERT INTO dataset_users (dataset_id, user_id) VALUES (?, ?)').run(datasetId, id);
  return id;
}

function addAnswer(
  db: Database.Database,
  { recordId, userId, value, time }: { recordId: string; userId: string; value: number; time: string },
): void {
  db.prepare(
    `INSERT INTO responses (id, answers, status, record_id, user_id, inserted_at, updated_at)
     VALUES (?, ?, 'submitted', ?, ?, ?, ?)`,
  ).run(randomUUID(), JSON.stringify({ quality: { value } }), recordId, userId, time, time);
}
