import { chmod, lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UnsafeError, UsageError } from '../lib/errors.ts';
import { describeUnreadable } from '../lib/files/file-error.ts';
import { isMissingFile, nullIfMissing } from '../lib/files/missing-file.ts';
import { changeEnvText } from './env-text.ts';
import { isIgnoredByGit } from './gitignore.ts';

/** The variables of the folder's `.env`; none if there is no such file. Throws UsageError `env_unreadable`. */
export async function readEnvFile(dir: string): Promise<Record<string, string>> {
  return parseVariables((await readEnvText(join(dir, '.env'))) ?? '');
}

/**
 * Sets variables in the folder's `.env` and keeps all other lines. Only its owner can read the file, from the first
 * byte on. Returns warnings for people. Throws UnsafeError `env_elsewhere` if `.env` is a link out of the folder, and
 * UsageError `env_unwritable` or `env_unreadable`.
 */
export async function updateEnvFile(dir: string, changes: Record<string, string>): Promise<string[]> {
  const path = await resolveEnvPath(dir);
  const text = (await readEnvText(path)) ?? '';
  const changed = changeEnvText(text, changes);
  assertReadsBack(parseVariables(changed), { ...parseVariables(text), ...changes }, path);
  if (changed !== text || !(await isPrivate(path))) await writeFileWhole(path, changed, 0o600);
  if (await isIgnoredByGit(dir, '.env')) return [];
  return [`${join(dir, '.env')} holds secrets and .gitignore does not cover it: add a line .env there.`];
}

/** Whether other users of this machine can't read `.env`; null = there is none. */
export async function isEnvFilePrivate(dir: string): Promise<boolean | null> {
  const path = await resolveEnvPath(dir);
  return (await statOrNull(path)) === null ? null : isPrivate(path);
}

/** Makes `.env` readable only by its owner. */
export async function protectEnvFile(dir: string): Promise<void> {
  await chmod(await resolveEnvPath(dir), 0o600);
}

/** A link within the folder is followed, so that it stays a link. */
async function resolveEnvPath(dir: string): Promise<string> {
  const path = join(dir, '.env');
  const found = await statOrNull(path);
  if (found === null) return path;
  if (found.isDirectory()) throw new UsageError('env_unreadable', `${path} is a folder.`, { hint: 'Move it away.' });
  if (!found.isSymbolicLink()) return path;
  const target = await realpath(path).catch((error: unknown) => {
    if (isMissingFile(error)) return null;
    throw envUnreadable(path, error);
  });
  if (target !== null && dirname(target) === (await realpath(dir))) return target;
  throw new UnsafeError('env_elsewhere', `${path} is a link to a place outside of the campaign's folder.`);
}

async function isPrivate(path: string): Promise<boolean> {
  const found = await statOrNull(path);
  return found !== null && (found.mode & 0o077) === 0;
}

async function statOrNull(path: string) {
  return lstat(path).catch(nullIfMissing);
}

async function readEnvText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw envUnreadable(path, error);
  }
}

function envUnreadable(path: string, cause: unknown): UsageError {
  return new UsageError('env_unreadable', `${path} can't be read: ${describeUnreadable(cause) ?? String(cause)}.`, {
    cause,
  });
}

function parseVariables(text: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** Broken quotes in the file can swallow a new line: better no write than a lost secret. */
function assertReadsBack(actual: Record<string, string>, wanted: Record<string, string>, path: string): void {
  const lost = Object.keys({ ...actual, ...wanted }).filter((key) => actual[key] !== wanted[key]);
  if (lost.length === 0) return;
  throw new UsageError('env_unwritable', `${path} can't take ${lost.join(', ')} without harm to its other lines.`);
}
