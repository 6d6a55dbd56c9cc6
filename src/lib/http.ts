import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';

export interface HttpOptions {
  baseURL?: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

// Uvicorn closes idle connections after 5 s without saying so; we let go first.
const idleSocketMs = 4_000;

/**
 * An axios that decides nothing: every status is an answer, bodies stay text, and no redirect is followed, because it
 * would carry a key to another place.
 */
export function createHttp(options: HttpOptions): Http {
  let made: Promise<AxiosInstance> | null = null;
  return () => (made ??= createInstance(options));
}

/** Made with the first request: most commands get by without one, and the library takes a while to load. */
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

/** The agent's own `timeout` option would also cut requests that the server works on for long. */
function closeIdle<T extends HttpAgent>(agent: T): T {
  agent.on('free', (socket: Socket) => socket.setTimeout(idleSocketMs));
  return agent;
}

/** An answer of any status, or the failure to get one: refused, reset, timed out. */
export type Outcome = { response: AxiosResponse<unknown>; error: null } | { response: null; error: unknown };

/** Sends one request, once. Throws only when it was aborted, or for a bug of ours. */
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

/** A header as text; null when it is not there. */
export function headerOf(response: AxiosResponse | null, name: string): string | null {
  const header: unknown = response?.headers[name];
  return typeof header === 'string' ? header : null;
}

/** When the server answered by its own clock, milliseconds since the epoch, to the second; null when it does not say. */
export function dateOf(response: AxiosResponse | null): number | null {
  const dateMs = Date.parse(headerOf(response, 'date') ?? '');
  return Number.isNaN(dateMs) ? null : dateMs;
}

/** The short code of a failure without an answer, such as ECONNREFUSED. */
export function failureCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
