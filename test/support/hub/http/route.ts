import type { z } from 'zod';
import type { Actor } from '../state/accounts.ts';
import type { World } from '../state/world.ts';
import { type Answer, type HubRequest, HubRefusal } from './exchange.ts';

export interface Call {
  request: HubRequest;
  /** A decoded part of the path, by its name in the route. Throws if the route has no such part. */
  part: (name: string) => string;
  actor: Actor;
  world: World;
}

export interface Route {
  method: string;
  path: RegExp;
  handle: (call: Call) => Answer | Promise<Answer>;
}

const parts: Record<string, string> = {
  types: 'models|datasets|spaces',
  prefix: '(?:datasets/|spaces/)?',
  repo: '[^/]+/[^/]+',
  rest: '.+',
};

/**
 * `METHOD /path` with parts in braces: `{types}` models, datasets or spaces; `{prefix}` the same in file URLs; `{repo}`
 * owner/name; `{rest}` everything that follows; any other name = one segment. A GET route also answers HEAD.
 */
export function route(signature: string, handle: Route['handle']): Route {
  const [method, path] = signature.split(' ');
  if (method === undefined || path === undefined) throw new Error(`Not a route: ${signature}`);
  const pattern = path
    .replaceAll(/[.]/gu, String.raw`\.`)
    .replaceAll(/\{(\w+)\}/gu, (_, name: string) => `(?<${name}>${parts[name] ?? '[^/]+'})`);
  return { method, path: new RegExp(`^${pattern}$`, 'u'), handle };
}

/** The request's route, or null if there is none. */
export function findRoute(routes: Route[], request: HubRequest): { route: Route; part: Call['part'] } | null {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const found of routes) {
    const match = found.method === method ? found.path.exec(request.path) : null;
    if (match === null) continue;
    const part = (name: string): string => {
      const value = match.groups?.[name];
      if (value === undefined) throw new Error(`Route ${found.path.source} has no part ${name}.`);
      return decode(value);
    };
    return { route: found, part };
  }
  return null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new HubRefusal(400, 'Malformed URI');
  }
}

/** The validated JSON body. Rejects keys that the Hub does not know, because they would be our mistake. */
export function readBody<T>(request: HubRequest, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = request.body.length === 0 ? {} : JSON.parse(request.body.toString());
  } catch {
    throw new HubRefusal(400, 'Invalid JSON in the request body');
  }
  if (request.body.length > 0 && !/json/u.test(request.headers['content-type'] ?? '')) {
    throw new HubRefusal(400, 'A JSON body needs the content type application/json');
  }
  return checkBody(value, schema);
}

/** Throws 400 with the place and the reason. */
export function checkBody<T>(value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HubRefusal(400, `${issue?.message ?? 'Invalid'} at "${issue?.path.join('.') ?? ''}"`);
}
