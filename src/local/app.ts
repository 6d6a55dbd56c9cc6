import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type HTTPMethods } from 'fastify';
import { ApiError, serverFault } from './http/api-error.ts';
import { servePage } from './serve-page.ts';
import { datasets } from './routes/datasets.ts';
import { fields } from './routes/fields.ts';
import { info } from './routes/info.ts';
import { metadataProperties } from './routes/metadata-properties.ts';
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
];

/** Largest request. A full batch of 500 long records with answers is well below this. */
const bodyLimitBytes = 64 * 1024 * 1024;

/** Creates the server without its socket. */
export async function createApp(store: Store): Promise<FastifyInstance> {
  const app = fastify({
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
    const known = error instanceof ApiError ? error : (tooLarge(error) ?? serverFault(error));
    return reply.code(known.status).type('application/json').send(JSON.stringify(known.body));
  });
  for (const add of routes) add(app, store);
  refuseOtherMethods(app, methodsByUrl);
  servePage(app);
  return app;
}

function tooLarge(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || error.statusCode !== 413) return undefined;
  const detail = `The request is larger than ${bodyLimitBytes} bytes`;
  return new ApiError(413, { detail }, detail);
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
