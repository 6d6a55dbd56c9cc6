import { HubRefusal } from '../http/exchange.ts';
import { makeId } from './accounts.ts';
import { commitOid, type Files, treeOids } from './git-objects.ts';
import type { Subject } from './rights.ts';

export interface Commit {
  oid: string;
  parent: string | null;
  title: string;
  /** The description below the title. */
  message: string;
  atMs: number;
  author: string;
  files: Files;
  trees: ReadonlyMap<string, string>;
}

export interface Discussion {
  num: number;
  title: string;
  description: string;
  author: string;
  status: 'draft' | 'open' | 'closed' | 'merged';
  isPullRequest: boolean;
  atMs: number;
  comments: string[];
}

export type Visibility = 'public' | 'private' | 'protected';

export interface NewCommit {
  files: Files;
  title: string;
  message?: string;
  author: string;
  atMs: number;
}

/** A git repository of the Hub: commits, and refs that point to them. */
export class Repository implements Subject {
  readonly type: 'model' | 'dataset' | 'space';
  id: string;
  readonly creator: string;
  readonly atMs: number;
  visibility: Visibility;
  gated: 'auto' | 'manual' | false = false;
  disabled = false;
  /** Users who accepted the conditions of a gated repository. */
  readonly accepted = new Set<string>();
  readonly commits = new Map<string, Commit>();
  /** Full name such as `refs/heads/main` → commit. */
  readonly refs = new Map<string, string>();
  readonly discussions: Discussion[] = [];
  /** Commits made on any branch, including the first. */
  commitCount = 0;

  constructor({
    type,
    id,
    creator,
    atMs,
    visibility,
  }: Omit<Subject, 'private'> & {
    type: Repository['type'];
    atMs: number;
    visibility: Visibility;
  }) {
    this.type = type;
    this.id = id;
    this.creator = creator;
    this.atMs = atMs;
    this.visibility = visibility;
  }

  /** A protected Space shows its app but not its files. */
  get private(): boolean {
    return this.visibility !== 'public';
  }

  get objectId(): string {
    return makeId(`${this.type} ${this.id} ${this.atMs}`);
  }

  /** Finds a branch, tag, commit, or a full name such as `refs/pr/1`. */
  find(revision: string): Commit | undefined {
    const names = [
      revision === 'HEAD' ? 'refs/heads/main' : `refs/heads/${revision}`,
      `refs/tags/${revision}`,
      revision,
    ];
    const oid = names.map((name) => this.refs.get(name)).find((found) => found !== undefined) ?? revision;
    return this.commits.get(oid);
  }

  /** Throws 404 RevisionNotFound. */
  get(revision: string): Commit {
    const commit = this.find(revision);
    if (commit !== undefined) return commit;
    throw new HubRefusal(404, `Invalid rev id: ${revision}`, { code: 'RevisionNotFound' });
  }

  get head(): Commit {
    return this.get('main');
  }

  /** The full name of a branch that can be committed to; null for a tag or a single commit. */
  branchRef(revision: string): string | null {
    const branch = revision === 'HEAD' ? 'refs/heads/main' : `refs/heads/${revision}`;
    if (this.refs.has(branch)) return branch;
    return /^refs\/pr\/\d+$/u.test(revision) && this.refs.has(revision) ? revision : null;
  }

  /** Adds a commit on top of the ref, or a first commit if it does not exist yet. */
  commit(ref: string, { files, title, message = '', author, atMs }: NewCommit): Commit {
    return this.#store(ref, this.refs.get(ref) ?? null, { files, title, message, author, atMs });
  }

  /** Replaces the branch's history with one commit that has the same files. */
  squash(ref: string, details: Omit<NewCommit, 'files'>): Commit {
    const { files } = this.get(this.refs.get(ref) ?? '');
    return this.#store(ref, null, { message: '', ...details, files });
  }

  /** Newest first, along the parents. */
  history(revision: string): Commit[] {
    const found: Commit[] = [];
    for (let commit: Commit | undefined = this.get(revision); commit !== undefined;) {
      found.push(commit);
      commit = commit.parent === null ? undefined : this.commits.get(commit.parent);
    }
    return found;
  }

  #store(ref: string, parent: string | null, { files, title, message = '', author, atMs }: NewCommit): Commit {
    const trees = treeOids(files);
    const content = { tree: trees.get('') ?? '', parent, author, atMs, message: `${title}\n\n${message}` };
    let oid = commitOid(content);
    // Two commits in one second with equal content would be the same, so add seconds until the id is new.
    for (let later = 1; this.commits.has(oid); later += 1) {
      oid = commitOid({ ...content, atMs: atMs + later * 1000 });
    }
    const commit = { oid, parent, title, message, atMs, author, files: new Map(files), trees };
    this.commits.set(oid, commit);
    this.refs.set(ref, oid);
    this.commitCount += 1;
    return commit;
  }
}
