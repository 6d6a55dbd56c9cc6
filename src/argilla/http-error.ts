import { isJson } from '../lib/text/is-json.ts';
import { PermissionError, type PrankError, RemoteError } from '../lib/errors.ts';
import type { Outcome } from '../lib/http.ts';
import { type Peer, toNetworkError } from '../lib/network/failure.ts';
import { findTitle, isWebPage } from '../lib/network/web-page.ts';
import { redactAddresses } from '../lib/secrets/redact.ts';
import { printable } from '../lib/text/text.ts';

/** The server responded with an error status that the caller may know how to handle. */
export class ArgillaHttpError extends RemoteError {
  readonly status: number;

  constructor(status: number, message: string, details: unknown, { hint }: { hint?: string } = {}) {
    const shown = hint ?? (status >= 500 ? retryHint : undefined);
    super(`argilla_http_${status}`, message, { details, ...(shown === undefined ? {} : { hint: shown }) });
    this.status = status;
  }
}

/** No usable response: refused, reset, timed out. The request may or may not have been carried out. */
export class ArgillaUnreachableError extends RemoteError {}

/** Where people write the server's address. */
const addressSetting = 'prank.yaml (argilla.url) or ARGILLA_API_URL';

const retryHint = 'Run the command again in a while: what is done is kept.';

/** A response that is not the answer to its request. */
export interface Refusal {
  /** Of the server, without user and password. */
  url: string;
  /** Method and path, such as `GET /api/v1/me`. */
  request: string;
  status: number;
  body: string;
  /** Value of the header `Location`. */
  location: string | null;
}

/** Converts a non-2xx response to the error of the party who must act. */
export function toHttpError({ url, request, status, body, location }: Refusal): PrankError {
  const detail = readDetail(body);
  if (status >= 300 && status < 400) return toRedirectError(url, request, location);
  if (
    status === 400 &&
    /plain HTTP request was sent to HTTPS|HTTP request to an HTTPS server|plain HTTP to an SSL/iu.test(body)
  ) {
    return new ArgillaUnreachableError('scheme_wrong', `The server at ${url} expects HTTPS: it answered "${detail}".`, {
      hint: `Write ${url.replace('http:', 'https:')} in ${addressSetting}.`,
      details: { url, status },
    });
  }
  // Argilla itself always explains in JSON.
  if (isWebPage(body) || ([401, 403, 404].includes(status) && !isJson(body))) {
    return toPageError(url, request, status, body);
  }
  if (status === 401) {
    return new PermissionError('argilla_key_rejected', `Argilla does not accept the API key (${detail}).`);
  }
  if (status === 403) {
    return new PermissionError('argilla_not_allowed', `Argilla does not allow ${request} with this API key.`);
  }
  return new ArgillaHttpError(status, `Argilla answered ${status} to ${request}: ${detail}`, { status, detail });
}

/** The error if a web page came instead of an answer: from something in front of Argilla, or in place of it. */
export function toPageError(url: string, request: string, status: number, body: string): PrankError {
  const page = describePage(body);
  const details = { url, status, title: findTitle(body) };
  switch (status) {
    case 401:
      return new PermissionError(
        'argilla_login_unsupported',
        `A server in front of Argilla at ${url} asks people to sign in: it answered 401 with ${page}. Argilla was not asked.`,
        { details },
      );
    case 403:
      return new PermissionError(
        'argilla_blocked',
        `A server in front of Argilla at ${url} does not allow ${request}: it answered 403 with ${page}.`,
        { details },
      );
    case 404:
      return new ArgillaHttpError(
        404,
        `There is no Argilla at ${url}: the server answered 404 with ${page}.`,
        details,
        {
          hint: `If Argilla is below a path of that server, such as ${url}/argilla, write it in ${addressSetting}.`,
        },
      );
    default:
      return status >= 400
        ? new ArgillaHttpError(
            status,
            `A server in front of Argilla at ${url} answered ${status} to ${request}, with ${page}.`,
            details,
          )
        : toNoArgillaError(url, request, body, details);
  }
}

function describePage(body: string): string {
  const title = findTitle(body);
  if (title !== null) return `the web page "${title}"`;
  if (isWebPage(body)) return 'a web page';
  return body.trim() === '' ? 'nothing more' : `"${printable(redactAddresses(body).trim(), 80)}"`;
}

/** A page with status 200: Argilla answers so to each path that it does not know. */
function toNoArgillaError(url: string, request: string, body: string, details: object): RemoteError {
  const title = findTitle(body);
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/u, '');
  if (path !== '' && /^(?:argilla|extralit)\b/iu.test(title ?? '')) {
    const message = `${url} is a page of Argilla, not the address of the server: "${path}" is too much, or wrong.`;
    return new RemoteError('argilla_not_json', message, { hint: `Write ${origin} in ${addressSetting}.`, details });
  }
  const page = describePage(body);
  return new RemoteError(
    'argilla_not_json',
    `What answers at ${url} is not Argilla: ${request} gave ${page}, not JSON.`,
    {
      hint:
        `Open ${url} in a browser: it may be a Space that is asleep, or a network that asks you to sign in. ` +
        `If it is another site, correct the address in ${addressSetting}.`,
      details,
    },
  );
}

/** The error if the server points to another address. prank never goes there by itself: it would take the key along. */
function toRedirectError(url: string, request: string, location: string | null): RemoteError {
  const path = request.slice(request.indexOf(' ') + 1);
  const asked = `${url}${path}`;
  if (location === null || !URL.canParse(location, asked)) {
    return new RemoteError('argilla_redirects', `The server at ${url} redirects ${request} nowhere.`);
  }
  const to = new URL(location, asked);
  const target = printable(`${to.origin}${to.pathname}`, 200);
  const message = `The server at ${url} redirects to ${target}; prank does not take the key there.`;
  const details = { url, target };
  if (!target.endsWith(path)) {
    return new RemoteError('argilla_redirects', message, {
      hint: `If that is a page to sign in, let requests to ${new URL(url).pathname.replace(/\/$/u, '')}/api pass without it; see docs/networks.md.`,
      details,
    });
  }
  const server = target.slice(0, -path.length);
  const isSameHost = to.hostname === new URL(url).hostname;
  const hint = `${isSameHost ? 'Write' : 'If that is your server, write'} ${server} in ${addressSetting}.`;
  return new RemoteError('argilla_redirects', message, { hint, details });
}

/** The error if a server in front of Argilla rejects the URL's user and password, or asks for them. */
export function toLoginError(url: string, { isGiven }: { isGiven: boolean }): PermissionError {
  const example = `ARGILLA_API_URL=${url.replace('://', '://<user>:<password>@')}`;
  if (isGiven) {
    return new PermissionError(
      'argilla_login_rejected',
      `The server at ${url} does not accept the user and password of ARGILLA_API_URL.`,
      { hint: `Correct them in .env; write @ as %40, : as %3A and / as %2F:  ${example}` },
    );
  }
  return new PermissionError(
    'argilla_login_needed',
    `The server at ${url} asks for a user and password before it lets anybody through to Argilla.`,
    { hint: `Put them into .env; write @ as %40, : as %3A and / as %2F:  ${example}` },
  );
}

/** One line from an error body: one of Argilla's four shapes, or a proxy's web page. Redacts before it truncates. */
export function readDetail(written: string): string {
  const body = redactAddresses(written);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body.trim() === '' ? 'no explanation' : printable(body.replaceAll(/<[^>]*>/g, ' ').trim(), 200);
  }
  const detail = property(parsed, 'detail');
  if (typeof detail === 'string') return printable(detail, 500);
  const params = property(detail, 'params');
  const errors = property(params, 'errors');
  if (Array.isArray(errors)) return printable(errors.map(renderFieldError).join('; '), 500);
  for (const text of [property(params, 'detail'), property(params, 'message'), property(parsed, 'message')]) {
    if (typeof text === 'string') return printable(text, 500);
  }
  return printable(body, 200);
}

function renderFieldError(error: unknown): string {
  const location = property(error, 'loc');
  const message = property(error, 'msg');
  return `${Array.isArray(location) ? location.join('.') : '?'}: ${typeof message === 'string' ? message : '?'}`;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** A failure without an answer of Argilla, as an error that names the server but never the key. */
export function toUnreachableError(url: string, outcome: Outcome, isReached: boolean): PrankError {
  const peer: Peer = { name: 'Argilla', url, setting: addressSetting, code: 'argilla_unreachable', isReached };
  return toNetworkError(peer, outcome, ArgillaUnreachableError, { url });
}
