import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';

export interface HttpOptions {
  baseURL?: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

// Uvicorn silently closes idle connections after 5 s, so we close them first.
const idleSocketMs = 4_000;

/**
 * An axios that decides nothing: every status is a response, bodies stay text, and no redirect is followed, because it
 * would take a key to another place.
 */
export function createHttp(options: HttpOptions): Http {
  let made: Promise<AxiosInstance> | null = null;
  return () => (made ??= createInstance(options));
}

/** Loads axios with the first request: most commands need none, and the library takes a while to load. */
export type Http = () => Promise<AxiosInstance>;

async function createInstance({ baseURL, headers, timeoutMs }: HttpOptions): Promise<AxiosInstance> {
  const { default: axios } = await import('axios');
  const agentOptions = { keepAlive: true, maxSockets: 4 };
  return axios.create({
    ...(baseURL === undefined ? {} : { baseURL }),
    headers,
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: Number.POSITIVE_INFINITY,
    maxBodyLength: Number.POSITIVE_INFINITY,
    responseType: 'text',
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    paramsSerializer: { indexes: null },
    httpAgent: closeIdle(new HttpAgent(agentOptions)),
    httpsAgent: closeIdle(new HttpsAgent(agentOptions)),
  });
}

/** The agent's own `timeout` option would also cut off requests that the server takes long to process. */
function closeIdle<T extends HttpAgent>(agent: T): T {
  agent.on('free', (socket: Socket) => socket.setTimeout(idleSocketMs));
  return agent;
}

/** A response with any status, or the failure to get one: refused, reset, timed out. */
export type Outcome = { response: AxiosResponse<unknown>; error: null } | { response: null; error: unknown };

/** Sends one request once. Throws only if it was aborted, or for a bug of ours. */
export async function send(http: Http, config: AxiosRequestConfig, signal: AbortSignal | undefined): Promise<Outcome> {
  const { isAxiosError, isCancel } = await import('axios');
  const instance = await http();
  try {
    return {
      response: await instance.request<unknown>({ ...config, ...(signal === undefined ? {} : { signal }) }),
      error: null,
    };
  } catch (error) {
    if (!isAxiosError(error) || isCancel(error)) throw error;
    return { response: null, error };
  }
}

export function isSuccess({ status }: AxiosResponse): boolean {
  return status >= 200 && status < 300;
}

/** A header as text; null if it is missing. */
export function headerOf(response: AxiosResponse | null, name: string): string | null {
  const header: unknown = response?.headers[name];
  return typeof header === 'string' ? header : null;
}

/** Time of the response by the server's clock: milliseconds since the epoch, to the second; null if not given. */
export function dateOf(response: AxiosResponse | null): number | null {
  const dateMs = Date.parse(headerOf(response, 'date') ?? '');
  return Number.isNaN(dateMs) ? null : dateMs;
}

/** The short code of a failure without a response, such as ECONNREFUSED. */
export function failureCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
