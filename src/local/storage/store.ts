import Database from 'libsql';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { explainFileError } from '../../lib/files/file-error.ts';
import { makeUuid } from '../http/uuid.ts';
import { holdTables } from './holds.ts';
import { nicknameTable } from './nicknames.ts';
import { addWords } from './record-words.ts';
import { schemaVersion, schemaVersion1, upgradeTo2 } from './schema.ts';
import { explainOpening } from './storage-problem.ts';
import type { Sqlite, Tx } from './tx.ts';

export type { Sqlite, Tx } from './tx.ts';

export interface StoreOptions {
  /** Milliseconds since the epoch. */
  clock: () => number;
  randomBytes: (size: number) => Uint8Array;
  /** Cost of hashing a password, see hashPassword; default: defaultPasswordCost. */
  passwordCost?: number;
  /** Hears, before an upgrade of an older file that takes some time, what happens and how long it takes. */
  onUpgrade?: (text: string) => void;
}

/**
 * The database file. It keeps no state between transactions but the holds of raters, so several processes may open the
 * same file. When `write` returns, the data is on disk.
 */
export class Store {
  readonly randomBytes: (size: number) => Uint8Array;
  readonly clock: () => number;
  readonly passwordCost: number | undefined;
  private readonly db: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();

  private constructor(db: Database.Database, { clock, randomBytes, passwordCost }: StoreOptions) {
    this.db = db;
    this.passwordCost = passwordCost;
    this.clock = clock;
    this.randomBytes = randomBytes;
  }

  /** Opens the file; creates it with mode 0600 (and its folder) if missing. Throws UsageError. */
  static open(path: string, options: StoreOptions): Store {
    try {
      mkdirSync(dirname(path), { recursive: true });
      // The mode must be set before the first byte: the file holds keys and password hashes.
      closeSync(openSync(path, 'a', 0o600));
      const db = new Database(path);
      db.pragma('busy_timeout = 15000');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      db.exec(holdTables);
      const store = new Store(db, options);
      store.write((tx) => prepareTables(tx, db, path, options.onUpgrade));
      // An older prank ignores this table, so it needs no new version of the file.
      db.exec(nicknameTable);
      return store;
    } catch (error) {
      if (error instanceof UsageError) throw error;
      // The file may hold answers: if it can't be opened now, that is no reason to move it away.
      throw explainFileError(error) ?? explainOpening(path, error);
    }
  }

  /** Opens a file that another store has opened, without the right to write. It has no holds. */
  static openToRead(path: string, options: StoreOptions): Store {
    const db = new Database(path);
    db.pragma('busy_timeout = 15000');
    db.pragma('query_only = ON');
    return new Store(db, options);
  }

  /** Runs `work` on one consistent state of the database. */
  read<T>(work: (tx: Tx) => T): T {
    return this.inTransaction('BEGIN DEFERRED', work);
  }

  /** Runs `work` exclusively. Stores everything, or nothing if it throws. */
  write<T>(work: (tx: Tx) => T): T {
    return this.inTransaction('BEGIN IMMEDIATE', work);
  }

  close(): void {
    this.db.close();
  }

  private inTransaction<T>(begin: string, work: (tx: Tx) => T): T {
    this.db.exec(begin);
    try {
      const clock = new TransactionClock(this.tx, this.clock);
      const result = work({ ...this.tx, now: () => clock.next() });
      clock.keep();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // On a full disk SQLite may have rolled back already.
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /* oxlint-disable typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters --
     a row's type is the caller's word: its SELECT stands next to it. (libsql's own get() adds a key to the row.) */
  private readonly tx = {
    get: <Row>(sql: string, ...values: Sqlite[]) => this.prepare(sql).all(...values)[0] as Row | undefined,
    all: <Row>(sql: string, ...values: Sqlite[]) => this.prepare(sql).all(...values) as Row[],
    run: (sql: string, ...values: Sqlite[]) => this.prepare(sql).run(...values).changes,
    newId: () => makeUuid(this.randomBytes(16)),
  };
  /* oxlint-enable */

  private prepare(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    // Statements with a varying number of placeholders would accumulate.
    if (this.statements.size > 500) this.statements.clear();
    this.statements.set(sql, statement);
    return statement;
  }
}

/** Returns increasing times within a transaction, and stores the last one in the database for the next transaction. */
class TransactionClock {
  private readonly tx: Pick<Tx, 'get' | 'run'>;
  private readonly clock: () => number;
  private last: number | undefined;

  constructor(tx: Pick<Tx, 'get' | 'run'>, clock: () => number) {
    this.tx = tx;
    this.clock = clock;
  }

  next(): string {
    this.last ??= Number(this.tx.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'last_time'`)?.value ?? 0);
    this.last = nextMicros(this.last, this.clock());
    return formatMicros(this.last);
  }

  keep(): void {
    if (this.last === undefined) return;
    this.tx.run(
      `INSERT INTO meta VALUES ('last_time', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      String(this.last),
    );
  }
}

function prepareTables(
  tx: Tx,
  db: Database.Database,
  path: string,
  onUpgrade: (text: string) => void = () => {},
): void {
  const tables = tx
    .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .map(({ name }) => name);
  const isNew = tables.length === 0;
  if (isNew) db.exec(schemaVersion1);
  const version = isNew ? 1 : tables.includes('meta') ? findVersion(tx) : 0;
  if (version === schemaVersion) return;
  if (version !== 1) {
    throw new UsageError('not_a_server_db', `${path} is not a database of this version's local server.`);
  }
  const seconds = isNew ? 0 : estimateUpgrade(tx);
  if (seconds >= 2) onUpgrade(`Upgrading ${path} for this version, once: about ${seconds} s …`);
  db.exec(upgradeTo2);
  addAllWords(tx);
  tx.run(
    `INSERT INTO meta VALUES ('schema_version', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    String(schemaVersion),
  );
}

/** Seconds, as measured with 333,000 records and 1,000,000 answers. The words of the records take most of them. */
function estimateUpgrade(tx: Tx): number {
  const count = (table: 'records' | 'responses') =>
    tx.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
  return Math.round(count('records') / 17_000 + count('responses') / 130_000);
}

function findVersion(tx: Tx): number {
  return Number(tx.get<{ value: string }>(`SELECT value FROM meta WHERE key = 'schema_version'`)?.value);
}

/** Page by page, because all texts at once may not fit into memory. */
function addAllWords(tx: Tx): void {
  let last = 0;
  for (;;) {
    const page = tx.all<{ seq: number; dataset_id: string; fields: string }>(
      'SELECT seq, dataset_id, fields FROM records WHERE seq > ? ORDER BY seq LIMIT 1000',
      last,
    );
    if (page.length === 0) return;
    for (const record of page) addWords(tx, record);
    last = page.at(-1)?.seq ?? last;
  }
}

/** Microseconds since the epoch in Argilla's format: UTC, no zone, six digits. */
export function formatMicros(micros: number): string {
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** The next time after `lastMicros`, at least the clock's; never a full second, where the server drops the digits. */
export function nextMicros(lastMicros: number, nowMs: number): number {
  const next = Math.max(lastMicros + 1, Math.floor(nowMs * 1000));
  return next % 1_000_000 === 0 ? next + 1 : next;
}
