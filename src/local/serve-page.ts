import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { packageFile } from '../lib/files/package-root.ts';

/** The script is bundled; the rest is served as it is. */
const files: Readonly<Record<string, string>> = {
  'index.html': packageFile('src', 'local', 'page', 'index.html'),
  'page.css': packageFile('src', 'local', 'page', 'page.css'),
  'page.js': packageFile('dist', 'rating-page.js'),
};

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Nothing is loaded from elsewhere, no inline script or style, and only DOMPurify may turn text into markup. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify',
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
    .send(readFileSync(files[name] ?? ''));
}

/** Serves the rating page, also for unknown paths outside /api, as on the real server. `//` is the beginning of no path. */
export function servePage(app: FastifyInstance): void {
  // File names come from the table, never from the request.
  for (const name of Object.keys(files)) app.get(`/page/${name}`, (_request, reply) => send(reply, name));
  app.setNotFoundHandler((request, reply) => {
    // Not with URL: it takes what follows // for a host, and throws if there is none.
    if (/^\/(?:api)?\//.test(request.url)) return reply.code(404).send({ detail: 'Not Found' });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply.code(405).send({ detail: 'Method Not Allowed' });
    }
    return send(reply, 'index.html');
  });
}
