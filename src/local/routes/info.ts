import type { FastifyInstance } from 'fastify';

/** The version of Argilla whose API this server implements. */
export const argillaVersion = '2.8.0';

/** Routes that need no key. */
export function info(app: FastifyInstance): void {
  app.get('/api/v1/version', () => ({ version: argillaVersion }));
  app.get('/api/v1/status', () => ({ version: argillaVersion, search_engine: { name: 'sqlite' }, memory: {} }));
  app.get('/api/v1/settings', () => ({ argilla: { share_your_progress_enabled: false } }));
  app.get('/api/v1/oauth2/providers', () => ({ items: [] }));
}
