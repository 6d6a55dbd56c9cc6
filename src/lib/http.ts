import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import { findProxy, type Proxy, ProxyFailure } from './network/proxy.ts';
import { TunnelAgent } from './network/tunnel-agent.ts';

export interface HttpOptions {
  baseURL?: string;
  headers: Record<string, string>;
  /** Until the whole answer is there. */
  timeoutMs: number;
  /** Until the server has accepted the connection; default 30 s. */
  connectMs?: number;
}

// Uvicorn silently closes idle connections after 5 s, so we close them first.
const idleSocketMs = 4_000;

/**
 * An axios that decides nothing: every status is a response, bodies stay text, and no redirect is followed, because it
 * would take a key to another place.
 */
export function createHttp(options: HttpOptions): Http {
  let made: Promise<AxiosInstance> | null = null;
  const tunnels = new Map<string, TunnelAgent>();
  return {
    baseURL: options.baseURL ?? '',
    axios: () => (made ??= createInstance(options)),
    tunnel(proxy, address) {
      const known = tunnels.get(proxy.url);
      if (known !== undefined) return known;
      const agent = closeIdle(new TunnelAgent(proxy, address, agentOptions));
      tunnels.set(proxy.url, agent);
      return agent;
    },
  };
}

export interface Http {
  baseURL: string;
  /** Loads axios with the first request: most commands need none, and the library takes a while to load. */
  axios: () => Promise<AxiosInstance>;
  /** The agent for HTTPS through this proxy. `address` = the proxy's. */
  tunnel: (proxy: Proxy, address: URL) => HttpsAgent;
}

const agentOptions = { keepAlive: true, maxSockets: 4 };

async function createInstance({
  baseURL,
  headers,
  timeoutMs,
  connectMs = 30_000,
}: HttpOptions): Promise<AxiosInstance> {
  const { default: axios } = await import('axios');
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
    httpAgent: limitConnecting(closeIdle(new HttpAgent(agentOptions)), 'connect', connectMs),
    httpsAgent: limitConnecting(closeIdle(new HttpsAgent(agentOptions)), 'secureConnect', connectMs),
  });
}

/** An address where nobody answers would take minutes. */
function limitConnecting<T extends HttpAgent>(agent: T, connected: 'connect' | 'secureConnect', connectMs: number): T {
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (...asked: Parameters<typeof create>) => {
    const socket = create(...asked);
    const late = (): void => void socket?.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, connectMs);
    for (const event of [connected, 'close']) socket?.once(event, () => clearTimeout(timer));
    return socket;
  };
  return agent;
}

/** The agent's own `timeout` option would also cut off requests that the server takes long to process. */
function closeIdle<T extends HttpAgent>(agent: T): T {
  agent.on('free', (socket: Socket) => socket.setTimeout(idleSocketMs));
  return agent;
}

/** A response with any status, or the failure to get one: refused, reset, timed out. `proxy` = what was in between. */
export type Outcome = { proxy: Proxy | null } & (
  | { response: AxiosResponse<unknown>; error: null }
  | { response: null; error: unknown }
);

/** Sends one request once. Throws only if it was aborted, or for a bug of ours. */
export async function send(http: Http, config: AxiosRequestConfig, signal: AbortSignal | undefined): Promise<Outcome> {
  const target = `${http.baseURL}${config.url ?? ''}`;
  const proxy = findProxy(target);
  if (proxy?.address === null) return { proxy, response: null, error: new ProxyFailure('ERR_INVALID_URL', null) };
  const { isAxiosError, isCancel } = await import('axios');
  const instance = await http.axios();
  const route = findRoute(http, target, proxy);
  try {
    const response = await instance.request<unknown>({
      ...config,
      ...route,
      ...(signal === undefined ? {} : { signal }),
    });
    return { proxy, response, error: null };
  } catch (error) {
    if (!isAxiosError(error) || isCancel(error)) throw error;
    return { proxy, response: null, error: error.cause instanceof ProxyFailure ? error.cause : error };
  }
}

/** axios finds proxies by itself, but would blame their faults on the server, and wait minutes for some of them. */
function findRoute(http: Http, target: string, proxy: Proxy | null): AxiosRequestConfig {
  if (proxy === null || proxy.address === null) return { proxy: false };
  const { address, login } = proxy;
  if (/^https:/iu.test(target)) return { proxy: false, httpsAgent: http.tunnel(proxy, address) };
  const { protocol, hostname, port } = address;
  return {
    proxy: {
      protocol,
      host: hostname,
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      ...(login === null ? {} : { auth: { username: login.user, password: login.password } }),
    },
  };
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
