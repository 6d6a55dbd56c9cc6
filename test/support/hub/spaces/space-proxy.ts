import { request as sendRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, html, type HubRequest } from '../http/exchange.ts';
import { cardOf } from '../state/card.ts';
import { mayRead } from '../state/rights.ts';
import type { World } from '../state/world.ts';
import type { Space } from './space.ts';
import { isServing } from './stages.ts';

/** What a visitor of a Space's URL gets: the app, a page that says it is not there yet, or nothing. */
export async function visit(world: World, space: Space, sdk: string, request: HubRequest): Promise<Answer> {
  if (!mayVisit(world, space, request)) return html(404, 'Sorry, we can not find the page you are looking for.');
  if (sdk === 'static') return sendPage(world, space, request.path);
  if (space.stage === 'SLEEPING') space.wake();
  if (space.stage === 'PAUSED' || space.stage === 'STOPPED')
    return html(503, 'This Space has been paused by its owner.');
  if (!isServing(space.stage)) return html(503, 'Your space is starting');
  return space.running === null ? html(200, `${space.repository.id} is running`) : forward(space.running.url, request);
}

/** A private Space is visible with a Hub token that may read it. Others may not know that it exists. */
function mayVisit(world: World, { repository }: Space, request: HubRequest): boolean {
  if (repository.visibility !== 'private') return true;
  const actor = world.accounts.actorOf(request.headers.authorization);
  return actor !== null && mayRead(actor, repository);
}

const hopHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'expect']);

async function forward(target: string, { method, path, query, headers, body }: HubRequest): Promise<Answer> {
  const search = query.toString();
  const passed = Object.entries(headers).filter(([name]) => !hopHeaders.has(name));
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const outgoing = sendRequest(new URL(`${target}${path}${search === '' ? '' : `?${search}`}`), {
        method,
        headers: { ...Object.fromEntries(passed), 'x-forwarded-proto': 'http', 'content-length': body.length },
        agent: false,
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const kept = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined || hopHeaders.has(name) ? [] : [[name, value] as const],
        );
        buffer(response).then(
          (content) =>
            resolve({ status: response.statusCode ?? 502, headers: Object.fromEntries(kept), body: content }),
          reject,
        );
      });
      outgoing.end(body);
    });
  } catch {
    return html(502, 'The app does not answer');
  }
}

const contentTypes: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

function sendPage(world: World, { repository }: Space, path: string): Answer {
  const { files } = repository.head;
  const entry = cardOf(files)['app_file'];
  const start = typeof entry === 'string' ? entry : 'index.html';
  const name = path === '/' ? start : decodeURIComponent(path.slice(1));
  const file = files.get(name);
  if (file === undefined) return html(404, 'Not found');
  const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  return { status: 200, headers: { 'content-type': contentType }, body: world.contentOf(file) };
}
