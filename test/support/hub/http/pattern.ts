import type { HubRequest } from './exchange.ts';

/** `METHOD /path`, in which the path is a regular expression for the whole path without the query; or a function. */
export type RequestPattern = string | ((request: HubRequest) => boolean);

/** Throws if a text is not `METHOD /path`: with a pattern that never matches, a test would prove nothing. */
export function compilePattern(pattern: RequestPattern): (request: HubRequest) => boolean {
  if (typeof pattern === 'function') return pattern;
  const [, method, path] = /^([A-Z]+|\*) (\/.*)$/u.exec(pattern) ?? [];
  if (method === undefined || path === undefined) throw new Error(`Not a pattern of the form METHOD /path: ${pattern}`);
  const whole = new RegExp(`^(?:${path})$`, 'u');
  return (request) => (method === '*' || method === request.method) && whole.test(request.path);
}
