import { z } from 'zod';
import { type Answer, HubRefusal, json } from '../http/exchange.ts';
import { type Call, checkBody, readBody, route } from '../http/route.ts';
import { describeFile, describeFolder, lastCommitOf, listEntries } from './entries.ts';

/** The contents of a commit, and the list of commits. */
export const listingRoutes = [
  route('GET /api/{types}/{repo}/tree/{rev}', (call) => answerTree(call, '')),
  route('GET /api/{types}/{repo}/tree/{rev}/{rest}', (call) => answerTree(call, call.part('rest'))),
  route('POST /api/{types}/{repo}/paths-info/{rev}', answerPathsInfo),
  route('GET /api/{types}/{repo}/commits/{rev}', answerCommits),
];

function answerTree({ world, actor, part, request }: Call, folder: string) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const commit = repository.get(part('rev'));
  const path = folder.replace(/\/$/u, '');
  if (!commit.trees.has(path)) {
    throw new HubRefusal(404, `${path} does not exist on "${part('rev')}"`, { code: 'EntryNotFound' });
  }
  const entries = listEntries(commit, path, isTrue(request.query.get('recursive')));
  const expand = isTrue(request.query.get('expand'));
  const page = cutPage(world.hubUrl, request, entries, Math.min(world.settings.treePageEntries, expand ? 100 : 1000));
  return json(
    expand
      ? page.items.map((item) => ({ ...item, lastCommit: lastCommitOf(repository, commit, item.path) }))
      : page.items,
    { headers: page.headers },
  );
}

const pathsBody = z.strictObject({ paths: z.array(z.string()), expand: z.boolean().optional() });

function answerPathsInfo({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const commit = repository.get(part('rev'));
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const { paths, expand = false } = isForm ? readForm(request.body.toString()) : readBody(request, pathsBody);
  const entries = paths.flatMap((path) => {
    const file = commit.files.get(path);
    const tree = commit.trees.get(path);
    const entry =
      file !== undefined ? describeFile(path, file) : tree === undefined ? null : describeFolder(path, tree);
    if (entry === null) return [];
    return [expand ? { ...entry, lastCommit: lastCommitOf(repository, commit, path) } : entry];
  });
  return json(entries);
}

function readForm(text: string) {
  const form = new URLSearchParams(text);
  return checkBody({ paths: form.getAll('paths'), expand: isTrue(form.get('expand')) }, pathsBody);
}

function answerCommits({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const commits = repository.history(part('rev')).map(({ oid, title, message, atMs, author }) => ({
    id: oid,
    title,
    message,
    date: new Date(atMs).toISOString(),
    authors: [{ user: author, avatar: '/avatars/user.svg' }],
  }));
  const page = cutPage(world.hubUrl, request, commits, world.settings.commitsPageEntries);
  return json(page.items, { headers: { ...page.headers, 'x-total-count': String(commits.length) } });
}

/** One page, with the complete URL of the next one in Link. */
function cutPage<T>(hubUrl: string, request: Call['request'], items: T[], most: number) {
  const limit = Math.min(positive(request.query.get('limit')) ?? most, most);
  const start = positive(request.query.get('cursor')) ?? 0;
  const headers: Answer['headers'] = {};
  if (start + limit < items.length) {
    const query = new URLSearchParams(request.query);
    query.set('cursor', String(start + limit));
    headers['link'] = `<${hubUrl}${request.path}?${query.toString()}>; rel="next"`;
  }
  return { items: items.slice(start, start + limit), headers };
}

function positive(text: string | null): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new HubRefusal(400, `Not a positive number: ${text}`);
  return value;
}

function isTrue(text: string | null): boolean {
  return text !== null && ['true', '1'].includes(text.toLowerCase());
}
