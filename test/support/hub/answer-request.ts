import { type Answer, type HubRequest, HubRefusal, json, toAnswer } from './http/exchange.ts';
import type { Journal } from './http/journal.ts';
import { findRoute, type Route } from './http/route.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { cardRoutes } from './routes/card-routes.ts';
import { commitRoutes } from './routes/commit-routes.ts';
import { discussionRoutes } from './routes/discussion-routes.ts';
import { infoRoutes } from './routes/info-routes.ts';
import { lfsRoutes } from './routes/lfs-routes.ts';
import { listingRoutes } from './routes/listing-routes.ts';
import { refRoutes } from './routes/ref-routes.ts';
import { repoRoutes } from './routes/repo-routes.ts';
import { resolveRoutes } from './routes/resolve-routes.ts';
import { typeOf, type World } from './state/world.ts';

/** Routes that only need accounts and repositories. The other routes are made with the parts they need. */
export const hubRoutes = [
  ...accountRoutes,
  ...repoRoutes,
  ...cardRoutes,
  ...commitRoutes,
  ...listingRoutes,
  ...refRoutes,
  ...discussionRoutes,
  ...lfsRoutes,
  ...resolveRoutes,
  ...infoRoutes,
];

/** Finds the route and calls it. Records requests without a route, and the stand-in's own errors. */
export async function answerRequest(
  { world, journal }: { world: World; journal: Journal },
  routes: Route[],
  request: HubRequest,
): Promise<Answer> {
  const moved = redirectRenamed(world, request);
  if (moved !== null) return moved;
  const found = findRoute(routes, request);
  if (found === null) {
    const name = `${request.method} ${request.path}`;
    journal.unknown.push(name);
    return json({ error: `The stand-in Hub has no route ${name}` }, { status: 404 });
  }
  try {
    const hasOwnSignIn = request.origin === 'storage' || request.path.startsWith('/oauth/');
    const actor = world.accounts.actorOf(hasOwnSignIn ? undefined : request.headers.authorization);
    if (actor === null) throw new HubRefusal(401, 'Invalid credentials in Authorization header');
    return await found.route.handle({ request, actor, world, part: found.part });
  } catch (error) {
    if (error instanceof HubRefusal) return toAnswer(error, world.settings.errorCodes);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    journal.unknown.push(`${request.method} ${request.path} failed: ${reason}`);
    return json({ error: `The stand-in Hub failed: ${reason}` }, { status: 500 });
  }
}

/** A repository's old name leads to its new one, with the method and body of the request. */
function redirectRenamed(world: World, { origin, path, query }: HubRequest): Answer | null {
  const [, before = '', types = '', id = ''] =
    /^((?:\/api)?\/(datasets|spaces)\/)([^/]+\/[^/]+?)(?=\.git|\/|$)/u.exec(path) ?? [];
  const renamed = world.renamed.get(`${typeOf(types)} ${id}`);
  if (origin !== 'hub' || renamed === undefined) return null;
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  const location = `${before}${renamed}${path.slice(before.length + id.length)}${search}`;
  return { status: 307, headers: { location }, body: Buffer.from(`Temporary Redirect. Redirecting to ${location}`) };
}
