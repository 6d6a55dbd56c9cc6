import { HubRefusal } from '../http/exchange.ts';
import type { Accounts, Actor } from './accounts.ts';
import { checkCard } from './card.ts';
import { makeLargeFile, makeRegularFile, type StoredFile } from './git-objects.ts';
import type { LargeFiles } from './large-files.ts';
import { type Commit, Repository, type Visibility } from './repository.ts';
import { checkMayRead, checkMayWrite } from './rights.ts';
import type { SpaceHost } from './space-host.ts';
import { firstGitAttributes, uploadMode } from './upload-mode.ts';
import { XetStore } from './xet-store.ts';

export type RepositoryType = Repository['type'];

/** Settings that tests may change while the stand-in runs. */
export interface HubSettings {
  /** false = refusals have no X-Error-Code. */
  errorCodes: boolean;
  treePageEntries: number;
  commitsPageEntries: number;
  /** Large files above this size are uploaded in parts if the client offers it. */
  multipartAboveBytes: number;
  partBytes: number;
  /** Offers clients to upload large files by Xet. */
  xet: boolean;
  /** Small files are answered with a redirect to /api/resolve-cache, like in some of the Hub's regions. */
  resolveCache: boolean;
  /** true = quotas are enforced; false = they are only reported. */
  enforceQuotas: boolean;
}

export interface NewRepository {
  type: RepositoryType;
  id: string;
  creator: string;
  visibility?: Visibility;
  files?: ReadonlyMap<string, StoredFile>;
  title?: string;
}

/** The whole state of the stand-in: accounts, repositories, large files. */
export class World {
  readonly accounts: Accounts;
  readonly large: LargeFiles;
  readonly xet: XetStore;
  readonly settings: HubSettings;
  readonly clock: () => number;
  readonly repositories = new Map<string, Repository>();
  /** `type old-id` → the id that the repository has by now. */
  readonly renamed = new Map<string, string>();
  hubUrl = '';
  storageUrl = '';
  spaces: SpaceHost | null = null;

  constructor(parts: { accounts: Accounts; large: LargeFiles; settings: HubSettings; clock: () => number }) {
    this.accounts = parts.accounts;
    this.large = parts.large;
    this.xet = new XetStore(parts.large);
    this.settings = parts.settings;
    this.clock = parts.clock;
  }

  find(type: RepositoryType, id: string): Repository | undefined {
    return this.repositories.get(`${type} ${id}`);
  }

  /** A repository by a part of the path such as `datasets`. Throws 401 or 404 if the actor can't see it. */
  readable(actor: Actor, types: string, id: string): Repository {
    const repository = this.find(typeOf(types), id);
    checkMayRead(actor, repository);
    if (repository.disabled) throw new HubRefusal(403, 'Access to this resource is disabled.');
    return repository;
  }

  writable(actor: Actor, types: string, id: string): Repository {
    const repository = this.readable(actor, types, id);
    checkMayWrite(actor, repository);
    return repository;
  }

  /** Creates a repository with the first commit that the Hub gives to each. */
  create({ type, id, creator, visibility = 'public', files, title = 'initial commit' }: NewRepository): Repository {
    const repository = new Repository({ type, id, creator, visibility, atMs: this.clock() });
    const first = new Map<string, StoredFile>([['.gitattributes', firstGitAttributes(type)], ...(files ?? [])]);
    repository.commit('refs/heads/main', { files: first, title, author: creator, atMs: this.clock() });
    this.repositories.set(`${type} ${id}`, repository);
    return repository;
  }

  /** Gives a repository another name, as its owner does in the settings. The old one leads to the new one. */
  rename(type: RepositoryType, from: string, to: string): void {
    const repository = this.find(type, from);
    if (repository === undefined) throw new Error(`There is no ${type} ${from}.`);
    this.repositories.delete(`${type} ${from}`);
    repository.id = to;
    this.repositories.set(`${type} ${to}`, repository);
    this.renamed.set(`${type} ${from}`, to);
    if (type === 'space') this.spaces?.rename(from, to);
  }

  /** Changes files on a branch as somebody else would; null deletes. Accepts every content and path. */
  commitFiles(
    repository: Repository,
    changes: Record<string, string | Uint8Array | null>,
    { revision = 'main', title = 'Change files', author = 'somebody' } = {},
  ): Commit {
    const ref = repository.branchRef(revision);
    if (ref === null) throw new Error(`${repository.id} has no branch ${revision}.`);
    const files = new Map(repository.get(revision).files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, this.storeFile(path, Buffer.from(content), attributesOf(files)));
    }
    const commit = repository.commit(ref, { files, title, author, atMs: this.clock() });
    if (repository.type === 'space' && ref === 'refs/heads/main') this.spaces?.rebuild(repository.id);
    return commit;
  }

  storeFile(path: string, content: Buffer, attributes: string): StoredFile {
    const mode = content.length === 0 ? 'regular' : uploadMode(path, content.length, content, attributes);
    return mode === 'lfs' ? makeLargeFile(this.large.add(content), content.length) : makeRegularFile(content);
  }

  /** The bytes of a file, wherever they are stored. */
  contentOf(file: StoredFile): Buffer {
    if (file.kind === 'regular') return file.content;
    const content = this.large.contents.get(file.sha256);
    if (content === undefined) throw new Error(`The large file ${file.sha256} was never uploaded.`);
    return content;
  }

  /** `<endpoint>/datasets/owner/name`; models have no folder. */
  pageOf({ type, id }: Pick<Repository, 'type' | 'id'>): string {
    return `${this.hubUrl}/${type === 'model' ? '' : `${type}s/`}${id}`;
  }
}

/** Throws 400 if a README would be rejected. */
export function checkReadme(type: RepositoryType, content: Buffer): void {
  const [problem] = checkCard(content.toString(), type).errors;
  if (problem !== undefined) throw new HubRefusal(400, `Invalid metadata in README.md: ${problem.message}`);
}

export function attributesOf(files: ReadonlyMap<string, StoredFile>): string {
  const attributes = files.get('.gitattributes');
  return attributes?.kind === 'regular' ? attributes.content.toString() : '';
}

/** `datasets`, `datasets/` → dataset; nothing → model. */
export function typeOf(types: string): RepositoryType {
  if (types.startsWith('dataset')) return 'dataset';
  return types.startsWith('space') ? 'space' : 'model';
}
