import { rm } from 'node:fs/promises';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { isProcessAlive } from '../lib/files/process-alive.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';

/** Contents of a file beside a database that says which `prank serve` is using it. */
export interface Serving {
  url: string;
  pid: number;
}

function pathFor(db: string): string {
  return `${db}.serving`;
}

/** The server that uses this database, or null. If its process is gone, the file does not count. */
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

/** null for invalid JSON: without a URL there is no server to ask, and a second one on the database does no harm. */
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
