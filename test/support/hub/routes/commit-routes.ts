import { z } from 'zod';
import { HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route } from '../http/route.ts';
import type { Actor } from '../state/accounts.ts';
import type { Repository } from '../state/repository.ts';
import { checkMayWrite, checkSignedIn } from '../state/rights.ts';
import { isIgnored, uploadMode } from '../state/upload-mode.ts';
import { attributesOf } from '../state/world.ts';
import { applyLines, readLines } from './commit-lines.ts';
import { openPullRequest } from './discussion-routes.ts';

/** Asking how to send files, and committing them. */
export const commitRoutes = [
  route('POST /api/{types}/{repo}/preupload/{rev}', preupload),
  route('POST /api/{types}/{repo}/commit/{rev}', commit),
];

const preuploadBody = z.strictObject({
  files: z.array(z.strictObject({ path: z.string(), size: z.int().min(0), sample: z.base64() })),
  gitAttributes: z.string().optional(),
  gitIgnore: z.string().optional(),
});

const maxPreuploadFiles = 256;

function preupload({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  checkMayPropose(actor, repository, isPullRequest(request));
  const head = repository.get(part('rev'));
  const body = readBody(request, preuploadBody);
  if (body.files.length > maxPreuploadFiles) throw new HubRefusal(413, `At most ${maxPreuploadFiles} files per call`);
  const attributes = body.gitAttributes ?? attributesOf(head.files);
  const ignoreFile = head.files.get('.gitignore');
  const ignore = body.gitIgnore ?? (ignoreFile?.kind === 'regular' ? ignoreFile.content.toString() : '');
  const files = body.files.map(({ path, size, sample }) => {
    const known = head.files.get(path);
    const oid = known?.kind === 'large' ? known.sha256 : known?.oid;
    return {
      path,
      uploadMode: uploadMode(path, size, Buffer.from(sample, 'base64'), attributes),
      shouldIgnore: isIgnored(path, ignore),
      ...(oid === undefined ? {} : { oid }),
    };
  });
  return json({ files, commitOid: head.oid });
}

function commit({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('types'), part('repo'));
  const { user } = checkSignedIn(actor);
  const pullRequest = isPullRequest(request);
  checkMayPropose(actor, repository, pullRequest);
  const { header, changes } = readLines(request);
  const base = repository.get(part('rev'));
  const ref = repository.branchRef(part('rev'));
  if (ref === null) throw new HubRefusal(400, `${part('rev')} is not a branch`);
  if (header.parentCommit !== undefined && header.parentCommit !== base.oid && !pullRequest) {
    throw new HubRefusal(412, 'A commit has happened since. Please refresh and try again.');
  }
  const start = pullRequest && header.parentCommit !== undefined ? repository.get(header.parentCommit) : base;
  const files = applyLines(world, repository.type, start.files, changes);
  const details = { title: header.summary, message: header.description ?? '', author: user.name, atMs: world.clock() };
  if (pullRequest) {
    const { title, message: description } = details;
    const { num } = openPullRequest(repository, start.oid, { title, description, author: user.name }, details.atMs);
    const made = repository.commit(`refs/pr/${num}`, { ...details, files });
    return answer(made.oid, `${world.pageOf(repository)}/discussions/${num}`);
  }
  const made = repository.commit(ref, { ...details, files });
  if (repository.type === 'space' && ref === 'refs/heads/main') world.spaces?.rebuild(repository.id);
  return answer(made.oid);

  function answer(commitOid: string, pullRequestUrl?: string) {
    const commitUrl = `${world.pageOf(repository)}/commit/${commitOid}`;
    return json({
      success: true,
      commitOid,
      commitUrl,
      hookOutput: '',
      ...(pullRequestUrl === undefined ? {} : { pullRequestUrl }),
    });
  }
}

function isPullRequest(request: Call['request']): boolean {
  return request.query.get('create_pr') === '1';
}

/** Anybody who may read may open a pull request. */
function checkMayPropose(actor: Actor, repository: Repository, pullRequest: boolean): void {
  if (pullRequest) checkSignedIn(actor);
  else checkMayWrite(actor, repository);
}
