import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { explainUnwritable } from '../../lib/files/file-error.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';

/** Why the database can't store anything, in words, and the status of the answer to a request. */
export interface StorageProblem {
  status: 500 | 507;
  reason: string;
  remedy: string;
}

const full: StorageProblem = { status: 507, reason: 'the disk is full', remedy: 'Free some space on it.' };

/** By the beginning of SQLite's error code. */
const problems: [start: string, problem: StorageProblem][] = [
  ['SQLITE_FULL', full],
  [
    'SQLITE_READONLY',
    { status: 500, reason: 'the disk or the database can only be read', remedy: 'Make it writable, then start again.' },
  ],
  [
    'SQLITE_CORRUPT',
    {
      status: 500,
      reason: 'the database is damaged',
      remedy: `Stop the server, keep a copy of the database, and run ${prankCommand('restore')}.`,
    },
  ],
  ['SQLITE_IOERR', { status: 500, reason: 'the disk reports an error', remedy: 'Check the disk and its free space.' }],
];

/** null if the error is not about storage. */
export function describeStorageProblem(error: unknown): StorageProblem | null {
  return problems.find(([start]) => codeOf(error).startsWith(start))?.[1] ?? null;
}

/** Says why a database can't be opened: each cause has its own remedy. */
export function explainOpening(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new UsageError('server_db_damaged', `${path} is damaged.`, { cause: error });
  }
  const system = systemCode(code, path);
  if (system !== null)
    return explainUnwritable(path, Object.assign(new Error(code, { cause: error }), { code: system }));
  return new UsageError('not_a_server_db', `${path} can't be opened as the local server's database.`, { cause: error });
}

/** The system's code for an error of SQLite; null if there is none. */
function systemCode(code: string, path: string): string | null {
  if (code.startsWith('SQLITE_FULL')) return 'ENOSPC';
  if (code.startsWith('SQLITE_READONLY')) return 'EROFS';
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) return 'EACCES';
  // Without space for its shared memory SQLite reports a failed call.
  if (code.startsWith('SQLITE_IOERR')) return isFull(path) ? 'ENOSPC' : 'EIO';
  return null;
}

function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize < 64 * 1024;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return String(error.code);
}
