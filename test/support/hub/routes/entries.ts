import { type Files, type StoredFile, sizeOf } from '../state/git-objects.ts';
import type { Commit, Repository } from '../state/repository.ts';

/** A file in the form of tree and paths-info. */
export function describeFile(path: string, file: StoredFile) {
  return {
    type: 'file',
    oid: file.oid,
    size: sizeOf(file),
    path,
    ...(file.kind === 'large' ? { lfs: { oid: file.sha256, size: file.size, pointerSize: file.pointerSize } } : {}),
  };
}

export function describeFolder(path: string, oid: string) {
  return { type: 'directory', oid, size: 0, path };
}

/** The newest commit that changed the path, a file or a folder. */
export function lastCommitOf(repository: Repository, from: Commit, path: string) {
  const history = repository.history(from.oid);
  const index = history.findIndex((commit, place) => oidAt(commit, path) !== oidAt(history[place + 1], path));
  const commit = history[index] ?? from;
  return { id: commit.oid, title: commit.title, date: new Date(commit.atMs).toISOString() };
}

/** Files and folders directly below a folder, or at any depth, sorted by path. */
export function listEntries({ files, trees }: Pick<Commit, 'trees'> & { files: Files }, folder: string, deep: boolean) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const isInside = (path: string): boolean =>
    path.startsWith(prefix) && path !== folder && path !== '' && (deep || !path.slice(prefix.length).includes('/'));
  const folders = [...trees].filter(([path]) => isInside(path)).map(([path, oid]) => describeFolder(path, oid));
  const leaves = [...files].filter(([path]) => isInside(path)).map(([path, file]) => describeFile(path, file));
  return [...folders, ...leaves].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function oidAt(commit: Commit | undefined, path: string): string | undefined {
  return commit?.files.get(path)?.oid ?? commit?.trees.get(path);
}
