import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Answer, HubRequest, Origin } from './exchange.ts';
import { type Delivery, type FaultBook, sufferFault } from './faults.ts';
import type { Journal } from './journal.ts';

export interface ListenOptions {
  origin: Origin;
  journal: Journal;
  faults: FaultBook;
  /** Runs before each request is handled, for what should happen in between. */
  before: (request: HubRequest) => void | Promise<void>;
  /** Headers of every response. */
  stamp: (request: HubRequest) => Record<string, string>;
  handle: (request: HubRequest) => Promise<Answer>;
}

export interface Listener {
  url: string;
  close(): Promise<void>;
}

/** Opens one origin on a free loopback port. Every request is recorded, and a fault may affect it. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer((incoming, response) => {
    serve(options, incoming, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port was bound.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(options: ListenOptions, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(options.origin, incoming);
  const record = options.journal.add(request);
  const stamp = { 'x-request-id': randomUUID(), ...options.stamp(request) };
  await options.before(request);
  const fault = options.faults.next(request);
  record.fault = fault?.kind ?? null;
  const perform = () => options.handle(request);
  const delivery: Delivery =
    fault === null ? { kind: 'whole', answer: await perform() } : await sufferFault(fault, perform);
  if (delivery.kind === 'reset') {
    incoming.socket.resetAndDestroy();
    return;
  }
  record.status = delivery.answer.status;
  send(response, request, delivery, stamp);
}

async function readRequest(origin: Origin, incoming: IncomingMessage): Promise<HubRequest> {
  const base = `http://${incoming.headers.host ?? '127.0.0.1'}`;
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    origin,
    method: incoming.method ?? 'GET',
    base,
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    headers: incoming.headers,
    body: await buffer(incoming),
  };
}

function send(
  response: ServerResponse,
  request: HubRequest,
  { kind, answer }: Exclude<Delivery, { kind: 'reset' }>,
  stamp: Record<string, string>,
): void {
  // An empty list removes a header of the stamp.
  const headers = Object.entries({ ...stamp, ...answer.headers }).filter(([, value]) => value.length > 0);
  if (answer.stream !== undefined) {
    response.writeHead(answer.status, Object.fromEntries(headers));
    response.flushHeaders();
    answer.stream(response);
    return;
  }
  if (!headers.some(([name]) => name === 'content-length')) headers.push(['content-length', `${answer.body.length}`]);
  response.writeHead(answer.status, Object.fromEntries(headers));
  if (request.method === 'HEAD') {
    response.end();
  } else if (kind === 'half') {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.socket?.destroy());
  } else {
    response.end(answer.body);
  }
}
