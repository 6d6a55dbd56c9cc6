import type { AxiosResponse } from 'axios';
import type { z } from 'zod';
import { basicAuthorization, splitServerAddress } from '../lib/secrets/address.ts';
import { type PrankError, RemoteError } from '../lib/errors.ts';
import { createHttp, dateOf, headerOf, isSuccess, type Outcome, send } from '../lib/http.ts';
import { type Clock, defaultRetryLimits, type RetryLimits, systemClock } from '../lib/retry.ts';
import { sendUntilAnswered } from '../lib/send-until-answered.ts';
import { isWebPage } from '../lib/network/web-page.ts';
import { toHttpError, toLoginError, toPageError, toUnreachableError } from './http-error.ts';

export interface ConnectionOptions {
  /**
   * URL of the server, with or without `/api/v1`. A user and password in it belong to a proxy in front of Argilla. They are
   * sent only to this address, as Basic authentication, in addition to the key.
   */
  url: string;
  apiKey: string;
  userAgent: string;
  clock?: Clock;
  retryLimits?: RetryLimits;
  /** The server can take up to 40 s for a batch of 500. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Called before each request. Headers that the route to the server requires in addition to the key. */
  extraHeaders?: () => Promise<Record<string, string>>;
  /** Receives the server's own time with every response; milliseconds since the epoch. */
  onDate?: (dateMs: number) => void;
}

export interface Request<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with its parts already encoded. */
  path: string;
  query?: Record<string, string | number | string[]>;
  /** An object, or JSON text whose floats are already rendered correctly. */
  body?: object | string;
  schema: z.ZodType<T>;
  /**
   * May be sent again if the outcome is unknown (5xx, reset, timeout). Default: true except for POST, whose callers
   * check what exists before they decide.
   */
  repeatable?: boolean;
}

/** One Argilla or Extralit server and one key. All functions of this folder take it. */
export interface Connection {
  /** Without user and password. */
  url: string;
  /** Throws ArgillaHttpError, ArgillaUnreachableError or PermissionError. */
  request<T>(request: Request<T>): Promise<T>;
  /** Number of requests sent so far, including retries, for tests and `-v`. */
  requestCount(): number;
}

// If a server has never answered, its address is probably wrong; a restart is less likely.
const firstContactRetries = 2;

/** Connects only with the first request. */
export function openConnection(options: ConnectionOptions): Connection {
  const { clock = systemClock, retryLimits = defaultRetryLimits, timeoutMs = 180_000 } = options;
  const { url, login } = splitServerAddress(options.url) ?? { url: options.url.replace(/\/+$/, ''), login: null };
  const http = createHttp({
    baseURL: `${url}/api/v1`,
    headers: {
      ...(login === null ? {} : { Authorization: basicAuthorization(login) }),
      // Each server reads its own header and ignores the other's, so nobody has to ask first which one it is.
      'X-Argilla-Api-Key': options.apiKey,
      'X-Extralit-Api-Key': options.apiKey,
      'User-Agent': options.userAgent,
      'Content-Type': 'application/json',
    },
    timeoutMs,
  });
  let requests = 0;
  let reached = false;

  async function request<T>({
    method,
    path,
    query,
    body,
    schema,
    repeatable = method !== 'POST',
  }: Request<T>): Promise<T> {
    const name = `${method} /api/v1${path}`;
    const sendOnce = async (): Promise<Outcome> => {
      requests += 1;
      const headers = (await options.extraHeaders?.()) ?? {};
      const outcome = await send(http, { method, url: path, params: query, data: body, headers }, options.signal);
      reached ||= outcome.response !== null;
      const dateMs = dateOf(outcome.response);
      if (dateMs !== null) options.onDate?.(dateMs);
      return outcome;
    };
    const response = await sendUntilAnswered(sendOnce, {
      clock,
      signal: options.signal,
      limits: () => (reached ? retryLimits : { ...retryLimits, retries: firstContactRetries }),
      repeatable,
      isAnswer: isSuccess,
      toFailure: (outcome) => toFailure(name, outcome),
      retryAfter: (failed) => headerOf(failed, 'retry-after'),
    });
    return parseAnswer(url, name, response, schema);
  }

  function toFailure(name: string, outcome: Outcome): PrankError {
    const { response } = outcome;
    if (response === null || response.status === 407) return toUnreachableError(url, outcome, reached);
    if (asksForLogin(response)) return toLoginError(url, { isGiven: login !== null });
    const { status, data } = response;
    return toHttpError({ url, request: name, status, body: String(data), location: headerOf(response, 'location') });
  }

  return { url, request, requestCount: () => requests };
}

/** A proxy in front of Argilla rejected us: Argilla itself has no Basic authentication. */
function asksForLogin(response: AxiosResponse<unknown>): boolean {
  return response.status === 401 && /^basic\b/iu.test(headerOf(response, 'www-authenticate') ?? '');
}

function parseAnswer<T>(url: string, name: string, response: AxiosResponse<unknown>, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(response.status === 204 ? null : parseJson(url, name, response));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RemoteError(
    'argilla_unexpected_answer',
    `${name} was answered in a form that prank does not know: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

/** Unknown paths return 200 with the web page, so the status alone proves nothing. */
function parseJson(url: string, name: string, response: AxiosResponse<unknown>): unknown {
  const type = String(response.headers['content-type'] ?? '');
  const body = String(response.data);
  try {
    if (type.includes('json')) return JSON.parse(body);
  } catch {
    // Falls through: truncated, or not JSON at all.
  }
  if (isWebPage(body)) throw toPageError(url, name, response.status, body);
  throw new RemoteError('argilla_not_json', `${name} was answered with ${type || 'nothing readable'}, not JSON.`);
}
