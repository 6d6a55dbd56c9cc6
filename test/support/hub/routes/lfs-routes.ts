import { z } from 'zod';
import { empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, readBody, route } from '../http/route.ts';
import { checkMayWrite, checkSignedIn } from '../state/rights.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

const lfsType = 'application/vnd.git-lfs+json';

/** Where to upload large files, and whether they arrived. The bytes themselves go to the storage. */
export const lfsRoutes = [
  route('POST /{prefix}{repo}.git/info/lfs/objects/batch', batch),
  route('POST /{prefix}{repo}.git/info/lfs/objects/verify', verify),
  route('POST /api/complete-multipart/{upload}', completeMultipart),
  route('GET /api/{types}/{repo}/xet-write-token/{rev}', xetWriteToken),
];

const objectBody = z.strictObject({ oid: z.string().regex(/^[\da-f]{64}$/u), size: z.int().min(1) });

const batchBody = z.strictObject({
  operation: z.literal('upload'),
  transfers: z.array(z.enum(['basic', 'multipart', 'xet'])).default(['basic']),
  hash_algo: z.enum(['sha256', 'sha_256']).optional(),
  ref: z.strictObject({ name: z.string() }).optional(),
  objects: z.array(objectBody).min(1).max(1000),
});

function batch({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('prefix'), part('repo'));
  const { transfers, objects, ref } = readBody(request, batchBody);
  // Without a ref it is for a pull request, which readers may open.
  if (ref === undefined) checkSignedIn(actor);
  else checkMayWrite(actor, repository);
  if (!(request.headers.accept ?? '').includes(lfsType)) throw new HubRefusal(406, `Accept ${lfsType}`);
  if (transfers.includes('xet') && world.settings.xet) return json(offerXet(world, repository, objects), lfsAnswer);
  const multipart = transfers.includes('multipart');
  const verifyHref = `${world.pageOf(repository)}.git/info/lfs/objects/verify`;
  const answers = objects.map(({ oid, size }) => {
    if (world.large.contents.has(oid)) return { oid, size };
    const upload =
      multipart && size > world.settings.multipartAboveBytes ? inParts(world, oid, size) : inOnePiece(world, oid);
    return { oid, size, actions: { upload, verify: { href: verifyHref } } };
  });
  const transfer = multipart ? 'multipart' : 'basic';
  return json({ transfer, objects: answers }, lfsAnswer);
}

const lfsAnswer = { headers: { 'content-type': lfsType } };

function offerXet(world: World, repository: Repository, objects: readonly { oid: string; size: number }[]) {
  const upload = {
    href: `${world.hubUrl}/api/${repository.type}s/${repository.id}/xet-write-token/main`,
    header: {
      'X-Xet-Cas-Url': world.storageUrl,
      'X-Xet-Access-Token': world.xet.tokenFor(repository.id),
      'X-Xet-Token-Expiration': String(Math.floor(Date.now() / 1000) + 3600),
      'X-Xet-Session-Id': 'session',
    },
  };
  const answers = objects.map((object) => ({
    ...object,
    ...(world.large.contents.has(object.oid) ? {} : { actions: { upload } }),
  }));
  return { transfer: 'xet', objects: answers };
}

function xetWriteToken({ world, actor, part }: Call) {
  const repository = world.writable(actor, part('types'), part('repo'));
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return json({ casUrl: world.storageUrl, exp, accessToken: world.xet.tokenFor(repository.id) });
}

function inOnePiece(world: World, oid: string) {
  return { href: signedUrl(world, `/upload/${oid}`) };
}

function inParts(world: World, oid: string, size: number) {
  const { partBytes } = world.settings;
  const upload = world.large.startMultipart(oid, size);
  const count = Math.ceil(size / partBytes);
  const urls = Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return [String(number).padStart(5, '0'), signedUrl(world, `/part/${upload}/${number}`)];
  });
  return {
    href: `${world.hubUrl}/api/complete-multipart/${upload}`,
    header: { chunk_size: String(partBytes), ...Object.fromEntries(urls) },
  };
}

/** A URL of the storage that works without a token. */
export function signedUrl(world: World, path: string): string {
  return `${world.storageUrl}${path}?X-Amz-Expires=3600&X-Amz-Signature=${world.large.sign(path)}`;
}

function verify({ world, actor, part, request }: Call) {
  const repository = world.readable(actor, part('prefix'), part('repo'));
  checkMayWrite(actor, repository);
  const { oid, size } = readBody(request, objectBody);
  const stored = world.large.contents.get(oid);
  if (stored === undefined) throw new HubRefusal(404, 'LFS object not found');
  if (stored.length !== size) throw new HubRefusal(422, 'Size of the LFS object differs');
  return empty();
}

const completeBody = z.strictObject({
  oid: z.string(),
  parts: z.array(z.strictObject({ partNumber: z.int().min(1), etag: z.string() })),
});

function completeMultipart({ world, part, request }: Call) {
  const { oid, parts } = readBody(request, completeBody);
  world.large.completeMultipart(part('upload'), oid, parts);
  return json({ success: true });
}
