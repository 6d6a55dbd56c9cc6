import { type Answer, HubRefusal } from '../http/exchange.ts';
import { type Call, route } from '../http/route.ts';
import type { Actor } from '../state/accounts.ts';
import { type StoredFile, makePointer, sizeOf } from '../state/git-objects.ts';
import type { Repository } from '../state/repository.ts';
import { isMember } from '../state/rights.ts';
import { cutRange } from './byte-range.ts';
import { signedUrl } from './lfs-routes.ts';

/** File contents: small ones from the Hub, large ones from the storage. */
export const resolveRoutes = [
  route('GET /{prefix}{repo}/resolve/{rev}/{rest}', (call) => {
    const found = findFile(call);
    return found.file.kind === 'large' ? pointToStorage(call, found.file, found.headers) : sendSmall(call, found);
  }),
  route('GET /{prefix}{repo}/raw/{rev}/{rest}', (call) => {
    const { file, headers } = findFile(call);
    const body = file.kind === 'large' ? makePointer(file.sha256, file.size) : file.content;
    return cutRange(body, call.request.headers.range, { ...headers, etag: `"${file.oid}"` });
  }),
  route('GET /api/resolve-cache/{types}/{repo}/{rev}/{rest}', (call) => {
    const { file, headers } = findFile(call, 'types');
    return cutRange(call.world.contentOf(file), call.request.headers.range, { ...headers, etag: `"${file.oid}"` });
  }),
];

function findFile({ world, actor, part }: Call, types = 'prefix') {
  const repository = world.readable(actor, part(types), part('repo'));
  checkMayDownload(actor, repository);
  const commit = repository.get(part('rev'));
  const path = part('rest');
  const file = commit.files.get(path);
  const headers = { 'x-repo-commit': commit.oid };
  if (file === undefined) throw new HubRefusal(404, 'Entry not found', { code: 'EntryNotFound', headers });
  return { repository, commit, path, file, headers };
}

function sendSmall(call: Call, { repository, commit, path, file, headers }: ReturnType<typeof findFile>): Answer {
  const etag = `"${file.oid}"`;
  if (!call.world.settings.resolveCache) {
    const contentType = 'text/plain; charset=utf-8';
    const all = { ...headers, etag, 'content-type': contentType };
    return cutRange(call.world.contentOf(file), call.request.headers.range, all);
  }
  const location = `/api/resolve-cache/${repository.type}s/${repository.id}/${commit.oid}/${encodeURI(path)}`;
  const linked = { 'x-linked-etag': etag, 'x-linked-size': String(sizeOf(file)) };
  return { status: 307, headers: { ...headers, ...linked, location }, body: Buffer.from('Temporary Redirect') };
}

function pointToStorage(
  { world }: Call,
  file: Extract<StoredFile, { kind: 'large' }>,
  headers: Record<string, string>,
): Answer {
  const location = signedUrl(world, `/file/${file.sha256}`);
  const linked = { 'x-linked-etag': `"${file.sha256}"`, 'x-linked-size': String(file.size) };
  const body = Buffer.from(`Found. Redirecting to ${location}`);
  return { status: 302, headers: { ...headers, ...linked, location, vary: 'Accept' }, body };
}

/** The conditions apply to everybody except those who may write. */
function checkMayDownload(actor: Actor, repository: Repository): void {
  if (repository.gated === false) return;
  if (actor.kind === 'anonymous') {
    const message = `Access to dataset ${repository.id} is restricted. You must have access to it and be authenticated.`;
    throw new HubRefusal(401, message, { code: 'GatedRepo' });
  }
  if (isMember(actor.user, repository.id)) return;
  const tokenReads =
    actor.kind !== 'user' || actor.token.role !== 'fineGrained' || actor.token.canReadGatedRepos === true;
  if (repository.accepted.has(actor.user.name) && tokenReads) return;
  const message = `Access to dataset ${repository.id} is restricted and you are not in the authorized list.`;
  throw new HubRefusal(403, message, { code: 'GatedRepo' });
}
