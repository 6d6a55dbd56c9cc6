import { type Answer, empty, HubRefusal, json } from '../http/exchange.ts';
import { type Call, route } from '../http/route.ts';
import { cutRange } from './byte-range.ts';

/** The object storage: bytes by signed URL, without accounts. */
export const storageRoutes = [
  route('PUT /upload/{oid}', (call) => {
    checkSignature(call);
    call.world.large.put(call.part('oid'), call.request.body);
    return empty();
  }),
  route('PUT /part/{upload}/{number}', (call) => {
    checkSignature(call);
    const etag = call.world.large.putPart(call.part('upload'), Number(call.part('number')), call.request.body);
    return empty(200, { etag });
  }),
  route('GET /file/{oid}', download),
  route('GET /v1/chunks/default/{hash}', (call) => {
    call.world.xet.checkToken(call.request.headers.authorization);
    throw new HubRefusal(404, 'No file here has this chunk');
  }),
  route('POST /v1/xorbs/default/{hash}', ({ world, request, part }) => {
    world.xet.checkToken(request.headers.authorization);
    return json({ was_inserted: world.xet.putXorb(part('hash'), request.body) });
  }),
  route('POST /v1/shards', ({ world, request }) => {
    world.xet.checkToken(request.headers.authorization);
    world.xet.putShard(request.body);
    return json({ result: 1 });
  }),
];

function download(call: Call): Answer {
  checkSignature(call);
  const { world, part, request } = call;
  const content = world.large.contents.get(part('oid'));
  if (content === undefined) throw new HubRefusal(404, 'NoSuchKey');
  const headers = { etag: `"${part('oid').slice(0, 32)}"`, 'content-type': 'application/octet-stream' };
  return cutRange(content, request.headers.range, headers);
}

/** Like S3, the storage rejects a second way of authentication. */
function checkSignature({ world, request }: Call): void {
  if (request.headers.authorization !== undefined) {
    throw new HubRefusal(400, 'InvalidArgument: Only one auth mechanism allowed');
  }
  if (request.query.get('X-Amz-Signature') !== world.large.sign(request.path)) {
    throw new HubRefusal(403, 'SignatureDoesNotMatch');
  }
}
