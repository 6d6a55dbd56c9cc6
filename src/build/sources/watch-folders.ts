import { readdir } from 'node:fs';
import { describeUnreadable } from '../../lib/files/file-error.ts';
import { compareText } from '../../lib/text/text.ts';
import { sourceUnreadable } from '../../lib/readers/source-unreadable.ts';

/** A `readdir` for a search that treats unreadable folders as empty. */
export interface WatchedFolders {
  readdir: typeof readdir;
  /** Throws UsageError `source_file_unreadable` if a folder could not be read: prompts would be missing silently. */
  assertRead(): void;
}

export function watchFolders(read: typeof readdir = readdir): WatchedFolders {
  const failures: { folder: string; error: unknown }[] = [];
  return {
    readdir: new Proxy(read, {
      apply(list, self, [folder, options, done]: unknown[]) {
        if (typeof done !== 'function') throw new TypeError('the search reads folders with a callback');
        const listen = (error: unknown, ...found: unknown[]): void => {
          if (isFailedLook(error)) failures.push({ folder: String(folder), error });
          Reflect.apply(done, null, [error, ...found]);
        };
        Reflect.apply(list, self, [folder, options, listen]);
      },
    }),
    assertRead() {
      const [first] = failures.toSorted((a, b) => compareText(a.folder, b.folder));
      if (first !== undefined) throw sourceUnreadable(first.folder.replace(/(?<=.)\/$/u, ''), first.error);
    },
  };
}

/** false if a path does not exist or continues below a file: then it just matches nothing. */
export function isFailedLook(error: unknown): boolean {
  const isNoFolder = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
  return !isNoFolder && describeUnreadable(error) !== null;
}
