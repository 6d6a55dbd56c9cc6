import type { Readable } from 'node:stream';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { z } from 'zod';
import { basicAuthorization, type Login } from '../lib/secrets/address.ts';
import type { PrankError } from '../lib/errors.ts';
import { createHttp, dateOf, headerOf, isSuccess, type Outcome, send } from '../lib/http.ts';
import { type Clock, defaultRetryLimits, parseRetryAfterMs, type RetryLimits, systemClock } from '../lib/retry.ts';
import { sendUntilAnswered } from '../lib/send-until-answered.ts';
import { isWebPage } from '../lib/network/web-page.ts';
import { isJson } from '../lib/text/is-json.ts';
import {
  HubHttpError,
  type Pause,
  readMessage,
  parseForm,
  toFormError,
  toHubError,
  toPageError,
  toRedirectError,
  toUnreachableError,
} from './http-error.ts';
import { bodyHeaders, type LibraryRequest, openBody, urlOf } from './library-request.ts';
import { findMove, type Move } from './moved.ts';
import { defaultEndpoint } from './token.ts';
import type { TokenSource } from './token-source.ts';

export interface HubOptions {
  /** `https://huggingface.co`, or HF_ENDPOINT, without user and password. */
  endpoint: string;
  /**
   * User and password from HF_ENDPOINT. A request has only one Authorization header, so a mirror that requires them
   * gets no token.
   */
  login?: Login | null;
  /** null = anonymous. A function is asked again for every request: tokens end. */
  token: string | TokenSource | null;
  userAgent: string;
  clock?: Clock;
  retryLimits?: RetryLimits;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Called before a wait long enough for a person to notice. */
  onWait?: (seconds: number, why: string) => void;
  /** Receives the Hub's own time with each of its responses; milliseconds since the epoch. */
  onDate?: (dateMs: number) => void;
  /** Called when the Hub says that a repository has another name by now; once for each. */
  onMoved?: (move: Move) => void;
}

export interface HubRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below the endpoint, such as `/api/whoami-v2`, with its parts already encoded; or a complete URL from the Hub. */
  path: string;
  query?: Record<string, string | number>;
  /** An object is sent as JSON. */
  body?: object | string;
  headers?: Record<string, string>;
  /**
   * May be sent again if the outcome is unknown (5xx, reset, timeout). Default: true except for POST, whose callers
   * check what exists first. A request that the Hub certainly did not carry out (429) is always sent again.
   */
  repeatable?: boolean;
}

/** A response whose body has not been read yet. */
export interface HubStream {
  status: number;
  headers: AxiosResponse['headers'];
  body: Readable;
  /** The commit that the Hub says it served the file from; null if it doesn't say, as a page of somebody else doesn't. */
  commit: string | null;
}

/**
 * One Hub and one token. All functions of this folder take it. The token is sent only to the endpoint's own origin: not
 * to the storage behind it, and not along a redirect to another place.
 *
 * A response counts only if it has the expected form. A redirect is followed on the Hub itself, with its body and the
 * token, as a renamed repository needs it. Only downloads are followed to other origins.
 */
export interface HubConnection {
  endpoint: string;
  /** Throws HubHttpError, HubUnreachableError, HubBranchMovedError, PermissionError, or RemoteError `hub_redirected`. */
  request<T>(request: HubRequest & { schema: z.ZodType<T> }): Promise<T>;
  /** A request whose response has no form. Callers read afterwards whether it happened. */
  send(request: HubRequest): Promise<void>;
  /**
   * `fetch` for the functions of `@huggingface/hub`. Throws what `request` throws, and so never returns an error
   * response of the Hub. `repeatable` is that of HubRequest, for all requests; default true.
   */
  fetcher(options?: { repeatable?: boolean }): typeof fetch;
  /** Opens a body for reading. Follows redirects. */
  download(request: { path: string; headers?: Record<string, string> }): Promise<HubStream>;
  /** Number of requests sent so far, including retries and requests to the storage. */
  requestCount(): number;
}

const maxRedirects = 5;

interface Asked {
  method: string;
  /** Below the endpoint, or a complete URL. */
  path: string;
  repeatable: boolean;
  /** May be answered from another origin, without our token. */
  isDownload?: boolean;
  signal?: AbortSignal | undefined;
}

type Config = Omit<AxiosRequestConfig, 'headers'> & { headers: Record<string, string> };

/** Connects only with the first request. */
export function openHub(options: HubOptions): HubConnection {
  const { clock = systemClock, retryLimits = defaultRetryLimits, timeoutMs = 120_000, onWait } = options;
  const endpoint = options.endpoint.replace(/\/+$/u, '');
  const { origin } = new URL(endpoint);
  const http = createHttp({ headers: { 'User-Agent': options.userAgent }, timeoutMs });
  const isOnHub = (url: string): boolean => new URL(url).origin === origin;
  const moves = new Set<string>();
  let requests = 0;
  let isReached = false;

  /** Sends until there is a response or no retry is left. `configure` is called again for every try. */
  async function perform(asked: Asked, configure: () => Config): Promise<Pick<HubStream, 'commit'> & Answered> {
    const signal = anySignal(options.signal, asked.signal);
    let url = locate(asked.path);
    let commit: string | null = null;
    const name = `${asked.method} ${describe(url, origin)}`;
    const sendOnce = async (): Promise<Outcome> => {
      for (let hops = 0; ; hops += 1) {
        requests += 1;
        const { headers, ...config } = configure();
        const sent = { ...config, method: asked.method, url, headers: { ...headers, ...(await tokenFor(url)) } };
        const outcome = await send(http, sent, signal);
        isReached ||= outcome.response !== null;
        if (isOnHub(url)) {
          const dateMs = dateOf(outcome.response);
          if (dateMs !== null) options.onDate?.(dateMs);
          commit = headerOf(outcome.response, 'x-repo-commit') ?? commit;
        }
        const target = redirectTarget(outcome, url);
        if (target === null || hops === maxRedirects || !mayFollow(asked, outcome, url, target)) return outcome;
        if (isReadable(outcome.response?.data)) outcome.response.data.resume();
        reportMove(url, target);
        url = target;
      }
    };
    const response = await sendUntilAnswered(sendOnce, {
      clock,
      signal,
      limits: () => retryLimits,
      repeatable: asked.repeatable,
      isAnswer: isSuccess,
      toFailure: (outcome) => toFailure(name, outcome, url),
      retryAfter: askedPauseSeconds,
      onWait: (delayMs, status) => {
        if (delayMs > 5_000) onWait?.(Math.round(delayMs / 1000), status === 429 ? 'the rate limit of the Hub' : name);
      },
    });
    return { response, commit, url };
  }

  /** The URL of a request. A mirror's answers may contain addresses of the Hub itself, which it serves, too. */
  function locate(path: string): string {
    if (path.startsWith('/')) return `${endpoint}${path}`;
    return path.startsWith(`${defaultEndpoint}/`) ? `${endpoint}${path.slice(defaultEndpoint.length)}` : path;
  }

  function redirectTarget({ response }: Outcome, from: string): string | null {
    if (response === null || !isRedirect(response)) return null;
    const location = headerOf(response, 'location');
    if (location === null || !URL.canParse(location, from)) return null;
    return locate(new URL(location, from).toString());
  }

  function reportMove(from: string, to: string): void {
    const move = findMove(from.slice(endpoint.length), to.slice(endpoint.length));
    if (move === null || moves.has(move.from)) return;
    moves.add(move.from);
    options.onMoved?.(move);
  }

  async function tokenFor(url: string): Promise<Record<string, string>> {
    if (!isOnHub(url)) return {};
    if (options.login != null) return { Authorization: basicAuthorization(options.login) };
    const token = typeof options.token === 'function' ? await options.token() : options.token;
    return token === null ? {} : { Authorization: `Bearer ${token}` };
  }

  async function toFailure(name: string, outcome: Outcome, url: string): Promise<PrankError> {
    const { response } = outcome;
    const { origin: asked } = new URL(url);
    if (response === null || response.status === 407) {
      return toUnreachableError(endpoint, { asked: asked === origin ? endpoint : asked, isReached }, outcome);
    }
    const target = redirectTarget(outcome, url);
    if (isRedirect(response)) return toRedirectError(endpoint, name, target === null ? null : describe(target, origin));
    return toHubError(name, {
      status: response.status,
      errorCode: headerOf(response, 'x-error-code'),
      requestId: headerOf(response, 'x-request-id') ?? headerOf(response, 'x-amzn-trace-id'),
      message: readMessage(await readBody(response.data)) || (headerOf(response, 'x-error-message') ?? ''),
      pause: pauseOf(response),
    });
  }

  function pauseOf(response: AxiosResponse): Pause | null {
    const nowMs = clock.now();
    const ms = parseRetryAfterMs(askedPauseSeconds(response), nowMs);
    return ms === 0 ? null : { ms, untilMs: nowMs + ms };
  }

  async function ask({ method, path, query, body, headers, repeatable = method !== 'POST' }: HubRequest) {
    const asked = query === undefined ? path : `${path}?${renderQuery(query)}`;
    const { response } = await perform({ method, path: asked, repeatable }, () => ({
      ...(body === undefined ? {} : { data: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    }));
    const text = await readBody(response.data);
    if (isWebPage(text)) throw toPageError(endpoint, `${method} ${path}`, text);
    return { type: headerOf(response, 'content-type') ?? '', text };
  }

  async function fetchForLibrary(asked: Asked, init: LibraryRequest): Promise<Response> {
    const { response, url } = await perform(asked, () => ({
      ...openBody(init),
      responseType: 'text',
      headers: { ...bodyHeaders(init.body), ...withoutToken(init.headers, asked.path) },
    }));
    const text = await readBody(response.data);
    const headers = Object.entries(response.headers).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[key, value]] : [],
    );
    if (isOnHub(url)) {
      const name = `${asked.method} ${describe(url, origin)}`;
      if (isWebPage(text)) throw toPageError(endpoint, name, text);
      if (text !== '' && !isJson(text)) throw toFormError(name, 'not JSON');
    }
    return new Response(text === '' ? null : text, { status: response.status, headers });
  }

  /** The library has no token of ours. What it sends elsewhere is from the Hub, for the storage. */
  function withoutToken(given: RequestInit['headers'], path: string): Record<string, string> {
    const headers = new Headers(given);
    if (isOnHub(locate(path))) headers.delete('authorization');
    return Object.fromEntries(headers);
  }

  return {
    endpoint,
    async request({ schema, ...request }) {
      const { type, text } = await ask(request);
      return parseForm(`${request.method} ${request.path}`, type.includes('json') ? parseJson(text) : null, schema);
    },
    async send(request) {
      await ask(request);
    },
    fetcher:
      ({ repeatable = true } = {}) =>
      async (input, init: LibraryRequest = {}) => {
        const path = urlOf(input);
        const asked = { method: init.method ?? 'GET', path, repeatable, signal: init.signal ?? undefined };
        try {
          return await fetchForLibrary(asked, init);
        } catch (error) {
          // The library asks the storage what it has already, and "nothing" is an answer.
          const isLookup = asked.method === 'GET' && !isOnHub(locate(path));
          if (isLookup && error instanceof HubHttpError && error.status === 404)
            return new Response(null, { status: 404 });
          throw error;
        }
      },
    async download({ path, headers }) {
      const { response, commit } = await perform({ method: 'GET', path, repeatable: true, isDownload: true }, () => ({
        headers: { ...headers },
        responseType: 'stream',
        decompress: false,
      }));
      if (!isReadable(response.data)) throw new TypeError('the answer is no stream');
      return { status: response.status, headers: response.headers, body: response.data, commit };
    },
    requestCount: () => requests,
  };
}

interface Answered {
  response: AxiosResponse<unknown>;
  /** Where it came from in the end. */
  url: string;
}

/** Only downloads are followed to other origins, and writes only where their method and body stay what they are. */
function mayFollow({ method, isDownload }: Asked, { response }: Outcome, from: string, target: string): boolean {
  const isSameOrigin = new URL(target).origin === new URL(from).origin;
  if (method === 'GET') return isDownload === true || isSameOrigin;
  return isSameOrigin && (response?.status === 307 || response?.status === 308);
}

function anySignal(...signals: (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

function renderQuery(query: Record<string, string | number>): string {
  return new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

/** Leaves out the query: signed URLs of the storage have keys in it. */
function describe(url: string, origin: string): string {
  const { origin: at, pathname } = new URL(url);
  return at === origin ? pathname : `${at}${pathname}`;
}

function isRedirect({ status }: AxiosResponse): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function isReadable(data: unknown): data is Readable {
  return typeof data === 'object' && data !== null && 'pipe' in data;
}

async function readBody(data: unknown): Promise<string> {
  if (!isReadable(data)) return typeof data === 'string' ? data : '';
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of data) chunks.push(Buffer.from(chunk));
  } catch {
    // A truncated error page is still worth showing.
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How long the Hub asks us to wait, as a `Retry-After` value. `RateLimit: "api";r=0;t=17` means that nothing remains of
 * this window, which ends in 17 s. Add one second, because both sides round.
 */
function askedPauseSeconds(response: AxiosResponse | null): string | null {
  const remaining = /;\s*r=0\s*(?:;|$)/u.exec(headerOf(response, 'ratelimit') ?? '');
  const reset = /;\s*t=(\d{1,6})/u.exec(headerOf(response, 'ratelimit') ?? '')?.[1];
  if (response?.status === 429 && remaining !== null && reset !== undefined) return String(Number(reset) + 1);
  return headerOf(response, 'retry-after');
}
