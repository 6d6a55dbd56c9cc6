import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nullIfMissing } from '../lib/files/missing-file.ts';
import { withScratchFolder } from '../lib/files/scratch-folder.ts';

/** Passes a copy of the embedded server's database, with its write-ahead log, to `work`, then removes it. */
export async function withCopiedDatabase<T>(db: string, work: (copy: string) => Promise<T>): Promise<T> {
  return withScratchFolder(async (dir) => {
    const copy = join(dir, basename(db));
    await copyFile(db, copy);
    await copyFile(`${db}-wal`, `${copy}-wal`).catch(nullIfMissing);
    return work(copy);
  });
}
