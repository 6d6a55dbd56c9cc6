import { z } from 'zod';
import { HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route } from '../http/route.ts';
import type { Discussion, Repository } from '../state/repository.ts';
import { checkMayWrite, checkSignedIn } from '../state/rights.ts';

/** Discussions and pull requests, as far as pull requests need them. */
export const discussionRoutes = [
  route('GET /api/{types}/{repo}/discussions', list),
  route('POST /api/{types}/{repo}/discussions', create),
  route('GET /api/{types}/{repo}/discussions/{num}', (call) => {
    const { repository, discussion } = findDiscussion(call);
    return json({ ...describe(repository, discussion), events: [], diff: '' });
  }),
  route('POST /api/{types}/{repo}/discussions/{num}/comment', comment),
  route('POST /api/{types}/{repo}/discussions/{num}/status', changeStatus),
  route('POST /api/{types}/{repo}/discussions/{num}/merge', merge),
];

/** Opens a pull request whose branch starts at the commit. */
export function openPullRequest(
  repository: Repository,
  start: string,
  { title, description, author }: { title: string; description: string; author: string },
  atMs: number,
): Discussion {
  const num = repository.discussions.length + 1;
  const made: Discussion = { num, title, description, author, status: 'open', isPullRequest: true, atMs, comments: [] };
  repository.discussions.push(made);
  repository.refs.set(`refs/pr/${num}`, start);
  return made;
}

function list({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const { query } = request;
  const found = repository.discussions.filter(
    ({ status, author, isPullRequest }) =>
      (query.get('status') !== 'open' || ['open', 'draft'].includes(status)) &&
      (query.get('status') !== 'closed' || ['closed', 'merged'].includes(status)) &&
      (query.get('author') === null || query.get('author') === author) &&
      (query.get('type') !== 'pull_request' || isPullRequest) &&
      (query.get('type') !== 'discussion' || !isPullRequest),
  );
  const page = Number(query.get('p') ?? 0);
  const discussions = found.slice(page * 10, page * 10 + 10).map((discussion) => describe(repository, discussion));
  return json({ discussions, count: found.length, start: page * 10 });
}

const newBody = z.strictObject({
  title: z.string().min(3),
  description: z.string().optional(),
  pullRequest: z.boolean().optional(),
});

function create({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const { user } = checkSignedIn(actor);
  const { title, description = '', pullRequest = false } = readBody(request, newBody);
  const about = { title, description, author: user.name };
  const made = openPullRequest(repository, repository.head.oid, about, world.clock());
  made.isPullRequest = pullRequest;
  if (pullRequest) made.status = 'draft';
  else repository.refs.delete(`refs/pr/${made.num}`);
  return json({ url: `${world.pageOf(repository)}/discussions/${made.num}`, num: made.num, pullRequest });
}

function comment(call: Call) {
  const { discussion } = findDiscussion(call);
  checkSignedIn(call.actor);
  discussion.comments.push(readBody(call.request, z.strictObject({ comment: z.string().min(1) })).comment);
  return json({ newMessage: { type: 'comment' } });
}

function changeStatus(call: Call) {
  const { repository, discussion } = findDiscussion(call);
  checkMayWrite(call.actor, repository);
  const body = z.strictObject({ status: z.enum(['open', 'closed']), comment: z.string().optional() });
  discussion.status = readBody(call.request, body).status;
  return json({ newStatus: discussion.status });
}

function merge(call: Call) {
  const { repository, discussion } = findDiscussion(call);
  checkMayWrite(call.actor, repository);
  readBody(call.request, z.strictObject({ comment: z.string().optional() }));
  if (!discussion.isPullRequest || discussion.status !== 'open')
    throw new HubRefusal(400, 'It is not an open pull request');
  const { files } = repository.get(`refs/pr/${discussion.num}`);
  const title = `${discussion.title} (#${discussion.num})`;
  repository.commit('refs/heads/main', { files, title, author: discussion.author, atMs: call.world.clock() });
  discussion.status = 'merged';
  if (repository.type === 'space') call.world.spaces?.rebuild(repository.id);
  return json({});
}

function findDiscussion({ world, actor, part }: Call): { repository: Repository; discussion: Discussion } {
  const repository = world.readable(actor, part('types'), part('repo'));
  const discussion = repository.discussions.find(({ num }) => num === Number(part('num')));
  if (discussion === undefined) throw new HubRefusal(404, 'Discussion not found');
  return { repository, discussion };
}

function describe({ id, type }: Repository, discussion: Discussion) {
  const { num, title, status, isPullRequest, author, atMs } = discussion;
  const createdAt = new Date(atMs).toISOString();
  return { num, title, status, isPullRequest, author: { name: author }, createdAt, repo: { name: id, type } };
}
