import type { Commit, Repository } from './state/repository.ts';
import type { RepositoryType, World } from './state/world.ts';

/** A test's view of a repository: always its current state. */
export interface RepositoryView {
  id: string;
  /** The commit main points to. */
  readonly head: string;
  /** Commits of main, newest first. */
  readonly commits: Pick<Commit, 'oid' | 'parent' | 'title' | 'message' | 'author'>[];
  /** Commits ever made, on any branch, including the first. */
  readonly commitCount: number;
  /** Name → commit. */
  readonly tags: Record<string, string>;
  readonly branches: Record<string, string>;
  readonly visibility: Repository['visibility'];
  /** Sorted paths. */
  files(revision?: string): string[];
  /** Throws if the revision has no such file. */
  read(path: string, revision?: string): Buffer;
  /** Changes main behind a client's back; null deletes. Returns the commit. */
  commit(files: Record<string, string | Uint8Array | null>, title?: string): string;
  /** Admits a user who accepted the conditions of a gated repository. */
  accept(user: string): void;
  /** Makes `info` report the repository as disabled by the Hub's staff. */
  disable(): void;
}

/** Throws if there is no such repository. */
export function viewRepository(world: World, type: RepositoryType, id: string): RepositoryView {
  const get = (): Repository => {
    const repository = world.find(type, id);
    if (repository === undefined) throw new Error(`The stand-in Hub has no ${type} ${id}.`);
    return repository;
  };
  get();
  return {
    id,
    get head() {
      return get().head.oid;
    },
    get commits() {
      return get().history('main');
    },
    get commitCount() {
      return get().commitCount;
    },
    get tags() {
      return refsBelow(get(), 'refs/tags/');
    },
    get branches() {
      return refsBelow(get(), 'refs/heads/');
    },
    get visibility() {
      return get().visibility;
    },
    files: (revision = 'main') => [...get().get(revision).files.keys()].toSorted(),
    read(path, revision = 'main') {
      const file = get().get(revision).files.get(path);
      if (file === undefined) throw new Error(`${id} has no ${path} at ${revision}.`);
      return world.contentOf(file);
    },
    commit: (files, title = 'Change behind the back') => world.commitFiles(get(), files, { title }).oid,
    accept: (user) => void get().accepted.add(user),
    disable: () => {
      get().disabled = true;
    },
  };
}

function refsBelow({ refs }: Repository, prefix: string): Record<string, string> {
  return Object.fromEntries(
    [...refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, oid]) => [ref.slice(prefix.length), oid]),
  );
}
