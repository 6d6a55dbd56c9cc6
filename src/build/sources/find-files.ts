import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path/posix';
import { resolve } from 'node:path';
import leven from 'leven';
import { escapePath, glob } from 'tinyglobby';
import { UsageError } from '../../lib/errors.ts';
import { formatOfName } from '../../lib/readers/data-file.ts';
import { type FileKind, findKindOfName } from '../../lib/readers/file-kinds.ts';
import { correctFormat, findKindOfFile } from '../../lib/readers/recognize-format.ts';
import { sourceUnreadable } from '../../lib/readers/source-unreadable.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Source } from '../../model.ts';
import { isRemote, type PlannedFile } from '../build-plan.ts';
import type { RemoteFile } from '../engines/spark/list-files.ts';
import { convertedByHub } from './hub-files.ts';
import { isFailedLook, watchFolders } from './watch-folders.ts';

/**
 * The files of each source, each once, sorted by path. Throws UsageError `source_file_missing` for patterns that match
 * nothing, `source_format_unknown` for files whose names show no known format and `data_malformed` for kinds of files
 * that have no rows, all in one error.
 */
export async function findSourceFiles(
  sources: readonly Source[],
  dir: string,
  remote: readonly RemoteFile[],
): Promise<Map<Source, PlannedFile[]>> {
  const faults: UsageError[] = [];
  const found = new Map<Source, PlannedFile[]>();
  for (const source of sources) {
    const files = new Map<string, PlannedFile>();
    for (const pattern of source.files) {
      try {
        for (const file of await findFiles(source, pattern, dir, remote)) files.set(file.path, file);
      } catch (error) {
        if (!(error instanceof UsageError) || !quickFaults.has(error.code)) throw error;
        faults.push(error);
      }
    }
    found.set(
      source,
      [...files.values()].toSorted((a, b) => compareText(a.path, b.path)),
    );
  }
  const [first] = faults;
  if (first === undefined) return found;
  if (faults.length === 1) throw first;
  throw new UsageError(first.code, faults.map(({ message, hint }) => `${message} ${hint}`).join('\n'));
}

/** Faults that show before the rows of any file are read. */
const quickFaults: ReadonlySet<string> = new Set(['source_file_missing', 'source_format_unknown', 'data_malformed']);

async function findFiles(
  source: Source,
  pattern: string,
  dir: string,
  remote: readonly RemoteFile[],
): Promise<PlannedFile[]> {
  if (isRemote(pattern)) return matchRemote(source, pattern, remote);
  const matches = await listMatches(pattern, dir);
  if (matches.length === 0) throw await missingFile(source, pattern, dir);
  const files: PlannedFile[] = [];
  // One after the other: each is opened, and only so many files can be open at once.
  for (const path of matches) files.push(await planFile(source, path, dir));
  return files;
}

function matchRemote(source: Source, pattern: string, remote: readonly RemoteFile[]): PlannedFile[] {
  const found = remote.filter((file) => file.pattern === pattern);
  if (found.length === 0) {
    const message = `Source ${source.id}: Spark finds no file at ${printable(pattern, 200)}.`;
    throw new UsageError('source_file_missing', message, { hint: 'Name files, not folders; * stands for any name.' });
  }
  return found.map(({ url, sizeBytes, sha256 }) => ({
    path: url,
    absolutePath: url,
    ...readFormat(source, url),
    sizeBytes,
    ...(sha256 === null ? {} : { sha256 }),
  }));
}

async function listMatches(pattern: string, dir: string): Promise<string[]> {
  // If a file with exactly this name exists, its brackets or stars are literal.
  const found = await stat(resolve(dir, pattern)).catch(ignoreNoMatch(pattern));
  const isFile = found?.isFile() === true;
  const folders = watchFolders();
  const matches = await glob(isFile ? escapePath(pattern.replaceAll('\\', '/')) : pattern, {
    cwd: dir,
    onlyFiles: true,
    expandDirectories: false,
    fs: { readdir: folders.readdir },
  });
  folders.assertRead();
  return matches;
}

/** A pattern need not be a path, so most failures only mean that it isn't one. */
function ignoreNoMatch(pattern: string): (error: unknown) => null {
  return (error) => {
    const isNoPath = error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG';
    if (isFailedLook(error) && !isNoPath) throw sourceUnreadable(pattern, error);
    return null;
  };
}

async function planFile(source: Source, path: string, dir: string): Promise<PlannedFile> {
  const absolutePath = resolve(dir, path);
  const { size } = await stat(absolutePath);
  const kind = formatOfName(path) === null ? await findKindInside({ path, absolutePath }) : undefined;
  const format = await lookAtFormat({ path, absolutePath }, readFormat(source, path, kind));
  return { path, absolutePath, ...format, sizeBytes: size };
}

/**
 * The format of a file that is here, by its name and its content. Throws UsageError `data_malformed` for kinds of files
 * that have no rows, and `source_file_unreadable`.
 */
export async function lookAtFormat(
  file: Pick<PlannedFile, 'path' | 'absolutePath'>,
  named: Pick<PlannedFile, 'format' | 'gzip'>,
): Promise<Pick<PlannedFile, 'format' | 'gzip'>> {
  return correctFormat(file, named).catch((error: unknown) => {
    throw sourceUnreadable(file.path, error);
  });
}

async function findKindInside({ path, absolutePath }: Pick<PlannedFile, 'path' | 'absolutePath'>) {
  return findKindOfFile(absolutePath).catch((error: unknown) => {
    throw sourceUnreadable(path, error);
  });
}

/**
 * The format that a file's name shows. Throws UsageError `source_format_unknown`, with advice for the kind that its
 * content shows, or else its name.
 */
export function readFormat(
  source: Source,
  path: string,
  kind: FileKind | undefined = findKindOfName(path),
): Pick<PlannedFile, 'format' | 'gzip'> {
  const found = formatOfName(path);
  if (found === null) {
    throw new UsageError(
      'source_format_unknown',
      `Source ${source.id}: the name of ${printable(path)} does not tell a known format.`,
      kind === undefined
        ? {}
        : { hint: `It is ${kind.what}. ${source.hub === null ? kind.advise(path) : convertedByHub}` },
    );
  }
  return found;
}

async function missingFile(source: Source, pattern: string, dir: string): Promise<UsageError> {
  const found = await stat(resolve(dir, pattern)).catch(ignoreNoMatch(pattern));
  const shown = printable(pattern, 120);
  if (found?.isDirectory() === true) {
    return new UsageError('source_file_missing', `Source ${source.id}: ${shown} is a folder.`, {
      hint: `Name its files, for example ${shown.replace(/\/$/u, '')}/*.jsonl.`,
    });
  }
  if (pattern.includes('\\')) return backslashes(source, pattern, dir);
  const near = await findNearName(pattern, dir);
  return new UsageError('source_file_missing', `Source ${source.id}: no file matches ${shown}.`, {
    hint: near === null ? 'Paths are relative to the folder of prank.yaml.' : `Did you mean ${printable(near, 120)}?`,
  });
}

/** Paths as Windows writes them. A backslash in a pattern makes the next character literal, on Windows too. */
async function backslashes({ id }: Source, pattern: string, dir: string): Promise<UsageError> {
  const slashed = pattern.replaceAll('\\', '/');
  const isThere = (await listMatches(slashed, dir)).length > 0;
  const shown = printable(slashed, 120);
  return new UsageError('source_file_missing', `Source ${id}: no file matches ${printable(pattern, 120)}.`, {
    hint: `${isThere ? `Did you mean ${shown}?` : `For folders, the path would be ${shown}.`} Write / between folders.`,
  });
}

async function findNearName(pattern: string, dir: string): Promise<string | null> {
  const folder = dirname(pattern);
  const neighbours = await glob(join(escapePath(folder), '*'), { cwd: dir, onlyFiles: true, expandDirectories: false });
  const distance = (path: string): number => leven(basename(path), basename(pattern));
  const [nearest] = neighbours.toSorted((a, b) => distance(a) - distance(b) || compareText(a, b));
  return nearest !== undefined && distance(nearest) <= 3 ? nearest : null;
}
