import type { IncomingHttpHeaders } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type HTTPMethods } from 'fastify';
import { ApiError, serverFault } from './http/api-error.ts';
import type { Certificate } from './certificate.ts';
import { createBodyReader } from './http/body-reader.ts';
import { HashingQueue } from './http/hashing-queue.ts';
import type { Reader } from './reader/reader.ts';
import { servePage } from './serve-page.ts';
import { datasets } from './routes/datasets.ts';
import { fields } from './routes/fields.ts';
import { info } from './routes/info.ts';
import { invitation } from './routes/invitation.ts';
import { metadataProperties } from './routes/metadata-properties.ts';
import { organizer } from './routes/organizer.ts';
import { progress } from './routes/progress.ts';
import { questions } from './routes/questions.ts';
import { recordsBulk } from './routes/records-bulk.ts';
import { records } from './routes/records.ts';
import { responses } from './routes/responses.ts';
import { search } from './routes/search.ts';
import { suggestions } from './routes/suggestions.ts';
import { team } from './routes/team.ts';
import { token } from './routes/token.ts';
import { users } from './routes/users.ts';
import { workspaces } from './routes/workspaces.ts';
import { describeStorageProblem } from './storage/storage-problem.ts';
import type { Store } from './storage/store.ts';

const routes = [
  info,
  users,
  workspaces,
  datasets,
  fields,
  questions,
  metadataProperties,
  recordsBulk,
  records,
  search,
  responses,
  suggestions,
  progress,
  team,
  organizer,
];

/** How long a request may take to arrive: its headers, and all of it. Bodies have shorter times of their own. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 150_000;
/** How long a connection may be silent. */
const silenceMs = 60_000;

export interface AppOptions {
  /** Answers heavy reads; null = the app does itself. */
  reader?: Reader | null;
  /** null = without encryption. */
  https?: Certificate | null;
}

/**
 * Creates the server without its socket. `onTrouble` hears when answers can't be stored, at most once a minute, and when
 * logins fail, at most twice a minute per address.
 */
export async function createApp(
  store: Store,
  onTrouble: (text: string) => void,
  { reader = null, https = null }: AppOptions = {},
): Promise<FastifyInstance> {
  const report = onceAMinute(store.clock, onTrouble);
  const timeouts = { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: 5000 };
  const app: FastifyInstance = fastify({
    ...(https === null ? { http: timeouts } : { https: { ...https, ...timeouts } }),
    forceCloseConnections: true,
    connectionTimeout: silenceMs,
    requestTimeout: requestTimeoutMs,
    routerOptions: { ignoreTrailingSlash: false },
  });
  await app.register(rateLimit, { global: false });
  app.decorateRequest('user', null);
  app.decorate('reader', reader);
  app.removeContentTypeParser('application/json');
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', createBodyReader());

  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByUrl.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methodsByUrl.set(url, known);
  });
  app.setErrorHandler((error, request, reply) => {
    const known = error instanceof ApiError ? error : (refusedByServer(error) ?? storageFault(error, report));
    // Otherwise, Node would read all that a stranger sends, and drop it.
    if (known.status === 401 && mayBeLarge(request.headers)) reply.header('connection', 'close');
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds);
    return reply.code(known.status).type('application/json').send(JSON.stringify(known.body));
  });
  const hashing = new HashingQueue();
  token(app, store, hashing, onTrouble);
  invitation(app, store, hashing);
  for (const add of routes) add(app, store);
  refuseOtherMethods(app, methodsByUrl);
  servePage(app);
  return app;
}

/** Whether a body is larger than those of raters, or doesn't say how large it is. */
function mayBeLarge(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 1024 * 1024;
}

/** What the web server rejects before a route sees it: an unreadable content type or address. */
function refusedByServer(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const { statusCode: status } = error;
  if (status < 400 || status > 499) return undefined;
  return new ApiError(status, { detail: error.message }, error.message);
}

/** 507 if the disk is full, otherwise 500. The page keeps answers and sends them again. */
function storageFault(error: unknown, report: (text: string) => void): ApiError {
  const problem = describeStorageProblem(error);
  if (problem === null) return serverFault(error);
  report(`The server can't store answers: ${problem.reason}. ${problem.remedy}`);
  if (problem.status === 500) return serverFault(error);
  const detail = `The server can't store this: ${problem.reason}`;
  return new ApiError(problem.status, { detail }, detail);
}

/** Passes on one text a minute: every rater's answer fails for the same reason. */
function onceAMinute(clock: () => number, report: (text: string) => void): (text: string) => void {
  let last = -Infinity;
  return (text) => {
    if (clock() - last < 60_000) return;
    last = clock();
    report(text);
  };
}

function refuseOtherMethods(app: FastifyInstance, methodsByUrl: Map<string, Set<string>>): void {
  const all: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  for (const [url, known] of methodsByUrl) {
    const method = all.filter((name) => !known.has(name));
    const allow = all.filter((name) => known.has(name)).join(', ');
    app.route({
      method,
      url,
      handler: (_request, reply) => reply.code(405).header('allow', allow).send({ detail: 'Method Not Allowed' }),
    });
  }
}
