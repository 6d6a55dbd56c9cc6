import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { packageFile } from '../lib/files/package-root.ts';

const folder = packageFile('src', 'local', 'page');

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function protect(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-options', 'DENY')
    .header('cache-control', 'no-cache');
}

function send(reply: FastifyReply, name: string): FastifyReply {
  return protect(reply)
    .type(types[extname(name)] ?? 'application/octet-stream')
    .send(readFileSync(join(folder, name)));
}

/** Serves the rating page, also for unknown paths outside /api, as on the real server. */
export function servePage(app: FastifyInstance): void {
  // File names come from the folder, never from the request.
  for (const name of readdirSync(folder)) app.get(`/page/${name}`, (_request, reply) => send(reply, name));
  app.setNotFoundHandler((request, reply) => {
    // Not with URL: it takes what follows // for a host, and throws if there is none.
    if (request.url.startsWith('/api/')) return reply.code(404).send({ detail: 'Not Found' });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply.code(405).send({ detail: 'Method Not Allowed' });
    }
    return send(reply, 'index.html');
  });
}
