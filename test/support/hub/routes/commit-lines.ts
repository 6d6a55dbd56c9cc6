import { z } from 'zod';
import { type HubRequest, HubRefusal } from '../http/exchange.ts';
import { checkBody } from '../http/route.ts';
import { type Files, makeLargeFile, makeRegularFile, type StoredFile } from '../state/git-objects.ts';
import { isTooHeavy } from '../state/upload-mode.ts';
import { checkReadme, type RepositoryType, type World } from '../state/world.ts';

const headerValue = z.strictObject({
  summary: z.string().min(1),
  description: z.string().optional(),
  parentCommit: z
    .string()
    .regex(/^[\da-f]{40}$/u)
    .optional(),
});

const change = z.discriminatedUnion('key', [
  z.strictObject({
    key: z.literal('file'),
    value: z.strictObject({
      path: z.string(),
      content: z.string(),
      encoding: z.enum(['base64', 'utf-8']).default('utf-8'),
      oldPath: z.string().optional(),
    }),
  }),
  z.strictObject({
    key: z.literal('lfsFile'),
    value: z.strictObject({
      path: z.string(),
      algo: z.literal('sha256'),
      oid: z.string().regex(/^[\da-f]{64}$/u),
      size: z.int().min(0),
      oldPath: z.string().optional(),
    }),
  }),
  z.strictObject({
    key: z.enum(['deletedFile', 'deletedFolder', 'deletedEntry']),
    value: z.strictObject({ path: z.string() }),
  }),
]);

export type Change = z.output<typeof change>;

/** Parses the lines of a commit: the header, then the changes. Throws 400 for any other line. */
export function readLines(request: HubRequest): { header: z.output<typeof headerValue>; changes: Change[] } {
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-ndjson')) {
    throw new HubRefusal(400, 'A commit needs the content type application/x-ndjson');
  }
  const [first, ...rest] = request.body
    .toString()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseLine);
  const { value } = checkBody(first, z.strictObject({ key: z.literal('header'), value: headerValue }));
  return { header: value, changes: rest.map((line) => checkBody(line, change)) };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new HubRefusal(400, 'Invalid JSON in a line of the commit');
  }
}

/** The files after the changes. If one of them is impossible, throws and changes nothing. */
export function applyLines(world: World, type: RepositoryType, before: Files, changes: Change[]): Files {
  const files = new Map(before);
  for (const { key, value } of changes) {
    checkPath(value.path);
    if (key === 'file' || key === 'lfsFile') {
      if (value.oldPath !== undefined) removeFile(files, value.oldPath);
      files.set(value.path, key === 'file' ? regularFile(type, value) : largeFile(world, value));
    } else if (key === 'deletedFile') {
      removeFile(files, value.path);
    } else {
      removeEntry(files, value.path, key === 'deletedEntry');
    }
  }
  const clash = [...files.keys()].find((path) => foldersAbove(path).some((folder) => files.has(folder)));
  if (clash !== undefined) throw new HubRefusal(400, `${clash} lies below a file`);
  return files;
}

function regularFile(
  type: RepositoryType,
  { path, content, encoding }: { path: string; content: string; encoding: 'base64' | 'utf-8' },
): StoredFile {
  const bytes = Buffer.from(content, encoding);
  if (isTooHeavy(bytes)) {
    throw new HubRefusal(400, `Your push was rejected because ${path} is binary or large: upload it over LFS or Xet`);
  }
  if (path === 'README.md') checkReadme(type, bytes);
  return makeRegularFile(bytes);
}

function largeFile(world: World, { path, oid, size }: { path: string; oid: string; size: number }): StoredFile {
  const stored = world.large.contents.get(oid);
  if (stored === undefined) throw new HubRefusal(400, `LFS pointer of ${path} points to a file that does not exist`);
  if (stored.length !== size) throw new HubRefusal(400, `The size of ${path} is not that of its LFS file`);
  if (size === 0) throw new HubRefusal(400, `${path} is empty: send it as a regular file`);
  return makeLargeFile(oid, size);
}

function removeFile(files: Map<string, StoredFile>, path: string): void {
  if (!files.delete(path)) throw missing(path);
}

function removeEntry(files: Map<string, StoredFile>, path: string, orFile: boolean): void {
  const folder = `${path.replace(/\/$/u, '')}/`;
  const inside = [...files.keys()].filter((known) => known.startsWith(folder) || (orFile && known === path));
  if (inside.length === 0) throw missing(path);
  for (const known of inside) files.delete(known);
}

function missing(path: string): HubRefusal {
  return new HubRefusal(404, `A file with the name "${path}" does not exist`, { code: 'EntryNotFound' });
}

function checkPath(path: string): void {
  const segments = path.replace(/\/$/u, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..' || segment === '.git')) {
    throw new HubRefusal(400, `Invalid path: ${path}`);
  }
}

function foldersAbove(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
