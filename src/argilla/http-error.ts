import { PermissionError, type PrankError, RemoteError } from '../lib/errors.ts';
import { failureCode } from '../lib/http.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { redactAddresses } from '../lib/secrets/redact.ts';
import { printable } from '../lib/text/text.ts';

/** The server responded with an error status that the caller may know how to handle. */
export class ArgillaHttpError extends RemoteError {
  readonly status: number;

  constructor(status: number, message: string, details: unknown) {
    super(`argilla_http_${status}`, message, { details, ...(status >= 500 ? { hint: retryHint } : {}) });
    this.status = status;
  }
}

/** No usable response: refused, reset, timed out. The request may or may not have been carried out. */
export class ArgillaUnreachableError extends RemoteError {}

const retryHint = 'Run the command again in a while: what is done is kept.';

/** Converts a non-2xx response to the error of the party who must act. `request` is a method and path. */
export function toHttpError(request: string, status: number, body: string): PrankError {
  const detail = readDetail(body);
  if (status === 401) {
    return new PermissionError('argilla_key_rejected', `Argilla does not accept the API key (${detail}).`);
  }
  if (status === 403) {
    return new PermissionError('argilla_not_allowed', `Argilla does not allow ${request} with this API key.`);
  }
  if (status >= 300 && status < 400) {
    return new RemoteError(
      'argilla_redirects',
      `The server redirects ${request} elsewhere; prank does not take the key there.`,
    );
  }
  return new ArgillaHttpError(status, `Argilla answered ${status} to ${request}: ${detail}`, { status, detail });
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

/** A failure without a response, as an error that names the server but never the key. */
export function toUnreachableError(baseUrl: string, error: unknown): ArgillaUnreachableError {
  const code = failureCode(error);
  return new ArgillaUnreachableError('argilla_unreachable', `No answer from Argilla at ${baseUrl} (${code}).`, {
    ...(code === 'ECONNREFUSED'
      ? { hint: `Check that the server is running. To start the embedded one: ${prankCommand('serve')}` }
      : {}),
    details: { url: baseUrl, reason: code },
  });
}
