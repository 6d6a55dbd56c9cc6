import { rm } from 'node:fs/promises';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { isProcessAlive } from '../lib/files/process-alive.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';

/** Says beside a database which `prank serve` is at work on it. */
export interface Serving {
  url: string;
  pid: number;
}

function pathFor(db: string): string {
  return `${db}.serving`;
}

/** The server at work on this database, or null; a file whose process is gone counts as nothing. */
export async function findServing(db: string): Promise<Serving | null> {
  const serving = await readServing(db);
  if (serving === null || !isProcessAlive(serving.pid)) return null;
  return serving;
}

export async function announceServing(db: string, serving: Serving): Promise<void> {
  await writeFileWhole(pathFor(db), `${JSON.stringify(serving)}\n`);
}

export async function withdrawServing(db: string): Promise<void> {
  await rm(pathFor(db), { force: true });
}

async function readServing(db: string): Promise<Serving | null> {
  const parsed = parseJson((await readTextIfPresent(pathFor(db))) ?? '');
  return isServing(parsed) ? parsed : null;
}

/** null for what is no JSON: without an address nobody can be asked, and a second server on the database does no harm. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isServing(value: unknown): value is Serving {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'pid' in value &&
    typeof value.pid === 'number'
  );
}
