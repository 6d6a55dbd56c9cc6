import type { z } from 'zod';
import { empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route } from '../http/route.ts';
import type { Actor } from '../state/accounts.ts';
import { sdkOf } from '../state/card.ts';
import { makeRegularFile, type StoredFile } from '../state/git-objects.ts';
import type { Repository, Visibility } from '../state/repository.ts';
import { checkMayCreate, checkMayWrite, checkSignedIn, orgOf } from '../state/rights.ts';
import { attributesOf, checkReadme, type World } from '../state/world.ts';
import { firstGitAttributes } from '../state/upload-mode.ts';
import { createBody, deleteBody, duplicateBody, settingsBody } from './repo-bodies.ts';

/** Creating, changing and deleting repositories. */
export const repoRoutes = [
  route('POST /api/repos/create', create),
  route('DELETE /api/repos/delete', remove),
  route('POST /api/{types}/{repo}/duplicate', duplicate),
  route('PUT /api/{types}/{repo}/settings', ({ world, actor, part, request }) => {
    const repository = world.writable(actor, part('types'), part('repo'));
    const { gated, ...body } = readBody(request, settingsBody);
    repository.visibility = visibilityOf(body) ?? repository.visibility;
    if (gated !== undefined) repository.gated = gated;
    return json({ visibility: repository.visibility, private: repository.private, gated: repository.gated });
  }),
];

async function create({ world, actor, request }: Call) {
  const body = readBody(request, createBody);
  const { user } = checkSignedIn(actor);
  const id = `${body.organization ?? user.name}/${body.name}`;
  checkMayCreate(actor, body.type, id);
  checkIsNew(world, body.type, id);
  if (body.type === 'space') {
    if (body.sdk === undefined) throw new HubRefusal(400, '"sdk" is required at "sdk"');
    checkCanPay(actor, id, body.sdk, body.hardware);
  }
  const files = firstFiles(world, body);
  const visibility = visibilityOf(body) ?? 'public';
  const repository = world.create({ type: body.type, id, creator: user.name, visibility, files });
  if (body.type === 'space') await world.spaces?.create(repository, body);
  return json(toCreated(world, repository));
}

function firstFiles(world: World, body: z.output<typeof createBody>): Map<string, StoredFile> {
  const { type, files = [], sdk, name } = body;
  const stored = new Map<string, StoredFile>();
  if (type === 'space') {
    const readme = `---\ntitle: ${name}\ncolorFrom: blue\ncolorTo: green\nsdk: ${sdk}\npinned: false\n---\n`;
    stored.set('README.md', makeRegularFile(Buffer.from(readme)));
  }
  const attributes = attributesOf(new Map([['.gitattributes', firstGitAttributes(type)]]));
  for (const { path, content, encoding } of files) {
    const bytes = Buffer.from(content, encoding ?? 'utf-8');
    if (path === 'README.md') checkReadme(type, bytes);
    stored.set(path, world.storeFile(path, bytes, attributes));
  }
  return stored;
}

async function duplicate({ world, actor, request, part }: Call) {
  const from = world.readable(actor, part('types'), part('repo'));
  const body = readBody(request, duplicateBody);
  const { user } = checkSignedIn(actor);
  const id = body.repository;
  checkMayCreate(actor, from.type, id);
  checkIsNew(world, from.type, id);
  if (from.type === 'space') checkCanPay(actor, id, sdkOf(from.head.files), body.hardware);
  const { files } = from.head;
  const visibility = visibilityOf(body) ?? from.visibility;
  const title = `Duplicate from ${from.id}`;
  const repository = world.create({ type: from.type, id, creator: user.name, visibility, files, title });
  if (from.type === 'space') {
    const own = body.variables ?? [];
    const inherited = (world.spaces?.variablesOf(from.id) ?? []).filter(({ key }) => own.every((it) => it.key !== key));
    await world.spaces?.create(repository, { ...body, variables: [...inherited, ...own] });
  }
  return json({ ...toCreated(world, repository), filesCopyPending: false });
}

async function remove({ world, actor, request }: Call) {
  const body = readBody(request, deleteBody);
  const { user } = checkSignedIn(actor);
  const id = `${body.organization ?? user.name}/${body.name}`;
  const repository = world.find(body.type, id);
  checkMayWrite(actor, repository);
  world.repositories.delete(`${body.type} ${id}`);
  if (body.type === 'space') await world.spaces?.remove(id);
  return empty();
}

function checkIsNew(world: World, type: Repository['type'], id: string): void {
  const known = world.find(type, id);
  if (known === undefined) return;
  const url = world.pageOf(known);
  throw new HubRefusal(409, `You already created this ${type} repo: ${id}`, { extra: { url } });
}

/** Free hardware requires a plan unless the Space is static; other hardware requires a means of payment. */
function checkCanPay(actor: Actor, id: string, sdk: string, hardware: string | undefined): void {
  if (sdk === 'static') return;
  const { user } = checkSignedIn(actor);
  const org = orgOf(user, id);
  const hasPlan = org === undefined ? user.isPro : org.plan !== null;
  const canPay = org === undefined ? user.canPay : org.canPay;
  const isFree = hardware === undefined || hardware === 'cpu-basic';
  if (isFree && !hasPlan) throw new HubRefusal(402, 'Docker Space on free hardware without plan');
  if (!isFree && !canPay) throw new HubRefusal(402, `Hardware ${hardware} needs a payment method`);
}

function visibilityOf(body: { visibility?: Visibility | undefined; private?: boolean | undefined }): Visibility | null {
  if (body.visibility !== undefined) return body.visibility;
  if (body.private === undefined) return null;
  return body.private ? 'private' : 'public';
}

function toCreated(world: World, repository: Repository) {
  return { url: world.pageOf(repository), name: repository.id, id: repository.objectId };
}
