import { HubRefusal, json } from '../http/exchange.ts';
import { type Call, route } from '../http/route.ts';
import { cardOf } from '../state/card.ts';
import { type StoredFile, sizeOf } from '../state/git-objects.ts';
import type { Commit, Repository } from '../state/repository.ts';

/** Information about a repository at a revision. */
export const infoRoutes = [
  route('GET /api/{types}/{repo}', (call) => answerInfo(call, 'main')),
  route('GET /api/{types}/{repo}/revision/{rev}', (call) => answerInfo(call, call.part('rev'))),
];

function answerInfo({ world, actor, part, request }: Call, revision: string) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const commit = repository.get(revision);
  const blobs = request.query.get('blobs') === 'true' || request.query.get('blobs') === 'True';
  const expand = [...request.query.getAll('expand'), ...request.query.getAll('expand[]')];
  if (blobs && expand.length > 0) throw new HubRefusal(400, '"expand" can not be used together with "blobs"');
  const space = repository.type === 'space' ? (world.spaces?.describe(repository.id) ?? {}) : {};
  const info: Record<string, unknown> = { ...describeRepository(repository, commit, blobs), ...space };
  if (expand.length === 0) return json(info);
  const unknown = expand.find((name) => !(name in info) && !extraFields.includes(name));
  if (unknown !== undefined) throw new HubRefusal(400, `"${unknown}" is not a field to expand`);
  const kept = Object.entries(info).filter(([name]) => ['_id', 'id', ...expand].includes(name));
  return json(Object.fromEntries(kept));
}

const extraFields = ['citation', 'paperswithcode_id', 'trendingScore', 'mainSize', 'resourceGroup', 'xetEnabled'];

function describeRepository(repository: Repository, commit: Commit, blobs: boolean) {
  const { objectId, id, gated, disabled, atMs } = repository;
  const cardData = cardOf(commit.files);
  const tags: unknown[] = Array.isArray(cardData['tags']) ? cardData['tags'] : [];
  const siblings = [...commit.files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    _id: objectId,
    id,
    author: id.split('/')[0],
    sha: commit.oid,
    lastModified: new Date(commit.atMs).toISOString(),
    createdAt: new Date(atMs).toISOString(),
    private: repository.private,
    visibility: repository.visibility,
    gated,
    disabled,
    downloads: 0,
    likes: 0,
    tags: [...tags, 'region:us'],
    cardData,
    description: '',
    siblings: siblings.map(([path, file]) => describeSibling(path, file, blobs)),
    usedStorage: siblings.reduce((sum, [, file]) => sum + sizeOf(file), 0),
  };
}

function describeSibling(path: string, file: StoredFile, blobs: boolean) {
  if (!blobs) return { rfilename: path };
  return {
    rfilename: path,
    size: sizeOf(file),
    blobId: file.oid,
    ...(file.kind === 'large' ? { lfs: { sha256: file.sha256, size: file.size, pointerSize: file.pointerSize } } : {}),
  };
}
