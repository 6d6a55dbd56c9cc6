import { readFile, rm } from 'node:fs/promises';
import { writeFileWhole } from '../lib/atomic-file.ts';
import { isProcessAlive } from '../lib/process-alive.ts';

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
  try {
    const parsed: unknown = JSON.parse(await readFile(pathFor(db), 'utf8'));
    return isServing(parsed) ? parsed : null;
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
