import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type HTTPMethods } from 'fastify';
import { ApiError, serverFault } from './http/api-error.ts';
import type { Certificate } from './certificate.ts';
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
import { token } from './routes/token.ts';
import { users } from './routes/users.ts';
import { workspaces } from './routes/workspaces.ts';
import { describeStorageProblem } from './storage/storage-problem.ts';
import type { Store } from './storage/store.ts';

const routes = [
  info,
  token,
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
  invitation,
  organizer,
];

/** Largest request. A full batch of 500 long records with answers is well below this. */
const bodyLimitBytes = 64 * 1024 * 1024;

/** Creates the server without its socket, with HTTPS if there is a certificate. `onTrouble` hears when answers can't be stored, at most once a minute. */
export async function createApp(
  store: Store,
  onTrouble: (text: string) => void,
  https: Certificate | null = null,
): Promise<FastifyInstance> {
  const report = onceAMinute(store.clock, onTrouble);
  const app: FastifyInstance = fastify({
    ...(https === null ? {} : { https }),
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
  });
  await app.register(formbody);
  app.removeContentTypeParser('application/json');
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByUrl.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methodsByUrl.set(url, known);
  });
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof ApiError ? error : (refusedByServer(error) ?? storageFault(error, report));
    return reply.code(known.status).type('application/json').send(JSON.stringify(known.body));
  });
  for (const add of routes) add(app, store);
  refuseOtherMethods(app, methodsByUrl);
  servePage(app);
  return app;
}

/** What the web server rejects before a route sees it: too large, an unreadable content type or address. */
function refusedByServer(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const { statusCode: status } = error;
  if (status < 400 || status > 499) return undefined;
  const detail = status === 413 ? `The request is larger than ${bodyLimitBytes} bytes` : error.message;
  return new ApiError(status, { detail }, detail);
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
