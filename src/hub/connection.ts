import type { Readable } from 'node:stream';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { z } from 'zod';
import { basicAuthorization, type Login } from '../lib/secrets/address.ts';
import { type PrankError, RemoteError } from '../lib/errors.ts';
import { createHttp, dateOf, headerOf, isSuccess, type Outcome, send } from '../lib/http.ts';
import { type Clock, defaultRetryLimits, type RetryLimits, systemClock } from '../lib/retry.ts';
import { sendUntilAnswered } from '../lib/send-until-answered.ts';
import { isWebPage } from '../lib/network/web-page.ts';
import { readMessage, toHubError, toPageError, toUnreachableError } from './http-error.ts';

export interface HubOptions {
  /** `https://huggingface.co`, or HF_ENDPOINT, without user and password. */
  endpoint: string;
  /**
   * User and password from HF_ENDPOINT. A request has only one Authorization header, so a mirror that requires them
   * gets no token.
   */
  login?: Login | null;
  /** null = anonymous. */
  token: string | null;
  userAgent: string;
  clock?: Clock;
  retryLimits?: RetryLimits;
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Called before a wait long enough for a person to notice. */
  onWait?: (seconds: number, why: string) => void;
  /** Receives the Hub's own time with each of its responses; milliseconds since the epoch. */
  onDate?: (dateMs: number) => void;
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

export interface StreamRequest {
  method: 'GET' | 'PUT';
  path: string;
  headers?: Record<string, string>;
  /** Called again for every try, because a stream can be sent only once. */
  body?: () => Buffer | Readable;
}

/** A response whose body has not been read yet. */
export interface HubStream {
  status: number;
  headers: AxiosResponse['headers'];
  body: Readable;
}

/**
 * One Hub and one token. All functions of this folder take it. The token is sent only to the endpoint's own origin: not
 * to the storage behind it, and not along a redirect.
 */
export interface HubConnection {
  endpoint: string;
  /** Throws HubHttpError, HubUnreachableError, HubBranchMovedError or PermissionError. */
  request<T>(request: HubRequest & { schema: z.ZodType<T> }): Promise<T>;
  /** The headers of a response, even of a redirect. For requests whose response has no JSON. */
  ask(request: HubRequest): Promise<{ status: number; headers: AxiosResponse['headers']; text: string }>;
  /** Opens a body for reading, or uploads one to the storage. Follows redirects. */
  stream(request: StreamRequest): Promise<HubStream>;
  /** Number of requests sent so far, including retries and requests to the storage. */
  requestCount(): number;
}

const maxRedirects = 5;

/** Connects only with the first request. */
export function openHub(options: HubOptions): HubConnection {
  const { clock = systemClock, retryLimits = defaultRetryLimits, timeoutMs = 120_000, signal, onWait } = options;
  const endpoint = options.endpoint.replace(/\/+$/u, '');
  const { origin } = new URL(endpoint);
  const http = createHttp({ headers: { 'User-Agent': options.userAgent }, timeoutMs });
  let requests = 0;
  let isReached = false;

  /** Sends until there is a response or no retry is left. `follow` = follow redirects. */
  async function perform(
    request: { method: string; path: string; repeatable: boolean; follow: boolean },
    configure: () => Omit<AxiosRequestConfig, 'headers'> & { headers: Record<string, string> },
  ): Promise<AxiosResponse<unknown>> {
    let url = request.path.startsWith('/') ? `${endpoint}${request.path}` : request.path;
    const name = `${request.method} ${describe(url, origin)}`;
    let hops = 0;
    const sendOnce = async (): Promise<Outcome> => {
      for (;;) {
        requests += 1;
        const { headers, ...config } = configure();
        const sent = { ...config, method: request.method, url, headers: { ...headers, ...tokenFor(url) } };
        const outcome = await send(http, sent, signal);
        isReached ||= outcome.response !== null;
        const dateMs = new URL(url).origin === origin ? dateOf(outcome.response) : null;
        if (dateMs !== null) options.onDate?.(dateMs);
        const target = request.follow ? redirectTarget(outcome, url) : null;
        if (target === null || hops === maxRedirects) return outcome;
        hops += 1;
        url = target;
      }
    };
    return sendUntilAnswered(sendOnce, {
      clock,
      signal,
      limits: () => retryLimits,
      repeatable: request.repeatable,
      isAnswer: (response) => isSuccess(response) || isRedirect(response),
      toFailure: (outcome) => toFailure(name, outcome, new URL(url).origin),
      retryAfter: askedPauseSeconds,
      onWait: (delayMs, status) => {
        if (delayMs > 5_000) onWait?.(Math.round(delayMs / 1000), status === 429 ? 'the rate limit of the Hub' : name);
      },
    });
  }

  function tokenFor(url: string): Record<string, string> {
    if (new URL(url).origin !== origin) return {};
    if (options.login != null) return { Authorization: basicAuthorization(options.login) };
    return options.token === null ? {} : { Authorization: `Bearer ${options.token}` };
  }

  async function toFailure(name: string, outcome: Outcome, asked: string): Promise<PrankError> {
    const { response } = outcome;
    if (response === null || response.status === 407) {
      return toUnreachableError(endpoint, { asked: asked === origin ? endpoint : asked, isReached }, outcome);
    }
    return toHubError(name, {
      status: response.status,
      errorCode: headerOf(response, 'x-error-code'),
      requestId: headerOf(response, 'x-request-id') ?? headerOf(response, 'x-amzn-trace-id'),
      message: readMessage(await readBody(response.data)) || (headerOf(response, 'x-error-message') ?? ''),
    });
  }

  const ask: HubConnection['ask'] = async ({
    method,
    path,
    query,
    body,
    headers,
    repeatable = method !== 'POST',
  }: HubRequest) => {
    const asked = query === undefined ? path : `${path}?${renderQuery(query)}`;
    const response = await perform({ method, path: asked, repeatable, follow: method === 'GET' }, () => ({
      ...(body === undefined ? {} : { data: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    }));
    return { status: response.status, headers: response.headers, text: await readBody(response.data) };
  };

  return {
    endpoint,
    ask,
    async request({ schema, ...request }) {
      const { headers, text } = await ask(request);
      const name = `${request.method} ${request.path}`;
      if (isWebPage(text)) throw toPageError(endpoint, name, text);
      return parseAnswer(name, String(headers['content-type'] ?? ''), text, schema);
    },
    async stream({ method, path, headers, body }) {
      const response = await perform({ method, path, repeatable: true, follow: method === 'GET' }, () => ({
        ...(body === undefined ? {} : { data: body() }),
        headers: { ...headers },
        responseType: 'stream',
        decompress: false,
      }));
      if (!isReadable(response.data)) throw new TypeError('the answer is no stream');
      return { status: response.status, headers: response.headers, body: response.data };
    },
    requestCount: () => requests,
  };
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

function redirectTarget({ response }: Outcome, from: string): string | null {
  if (response === null || !isRedirect(response)) return null;
  const location = headerOf(response, 'location');
  if (location === null || !URL.canParse(location, from)) return null;
  if (isReadable(response.data)) response.data.resume();
  return new URL(location, from).toString();
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

function parseAnswer<T>(name: string, type: string, text: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(type.includes('json') ? parseJson(text) : null);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RemoteError(
    'hub_unexpected_answer',
    `${name} was answered in a form that prank does not know: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
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
