import { createHash } from 'node:crypto';

/** A file in a commit: kept in git itself, or by its hash in the large file store. */
export type StoredFile =
  | { kind: 'regular'; oid: string; content: Buffer }
  | { kind: 'large'; oid: string; sha256: string; size: number; pointerSize: number };

/** Path → file. */
export type Files = ReadonlyMap<string, StoredFile>;

export function makeRegularFile(content: Buffer): StoredFile {
  return { kind: 'regular', oid: blobOid(content), content };
}

export function makeLargeFile(sha256: string, size: number): StoredFile {
  const pointer = makePointer(sha256, size);
  return { kind: 'large', oid: blobOid(pointer), sha256, size, pointerSize: pointer.length };
}

export function sizeOf(file: StoredFile): number {
  return file.kind === 'regular' ? file.content.length : file.size;
}

/** What git stores in place of a large file. */
export function makePointer(sha256: string, size: number): Buffer {
  return Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`);
}

/** Git's id of a file with this content. */
export function blobOid(content: Buffer): string {
  return objectOid('blob', content);
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Folder path → git's id of the folder; the root is `''`. */
export function treeOids(files: Files): Map<string, string> {
  const folders = new Map<string, Map<string, { mode: string; oid: string }>>([['', new Map()]]);
  const enter = (path: string, entry: { mode: string; oid: string }): void => {
    const { folder, name } = splitPath(path);
    const entries = folders.get(folder) ?? new Map<string, { mode: string; oid: string }>();
    folders.set(folder, entries);
    entries.set(name, entry);
    if (folder !== '' && entries.size === 1) enter(folder, { mode: '40000', oid: '' });
  };
  for (const [path, { oid }] of files) enter(path, { mode: '100644', oid });
  const oids = new Map<string, string>();
  // Deepest first, because a folder's id depends on the ids of its entries.
  const byDepth = [...folders.keys()].toSorted((a, b) => depthOf(b) - depthOf(a));
  for (const folder of byDepth) {
    const entries = [...(folders.get(folder) ?? [])].map(([name, { mode, oid }]) => {
      const isFolder = mode === '40000';
      const path = folder === '' ? name : `${folder}/${name}`;
      return { key: isFolder ? `${name}/` : name, name, mode, oid: isFolder ? (oids.get(path) ?? '') : oid };
    });
    entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    const parts = entries.map(({ mode, name, oid }) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]),
    );
    oids.set(folder, objectOid('tree', Buffer.concat(parts)));
  }
  return oids;
}

export interface CommitContent {
  tree: string;
  parent: string | null;
  author: string;
  /** Milliseconds since the epoch. */
  atMs: number;
  message: string;
}

export function commitOid({ tree, parent, author, atMs, message }: CommitContent): string {
  const signature = `${author} <${author}@users.noreply.huggingface.co> ${Math.floor(atMs / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...(parent === null ? [] : [`parent ${parent}`]),
    `author ${signature}`,
    `committer ${signature}`,
    '',
    message,
  ];
  return objectOid('commit', Buffer.from(lines.join('\n')));
}

function splitPath(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? { folder: '', name: path } : { folder: path.slice(0, slash), name: path.slice(slash + 1) };
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

function objectOid(kind: string, content: Buffer): string {
  return createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest('hex');
}
