import type { z } from 'zod';
import type { Outcome } from '../lib/http.ts';
import { type Peer, toNetworkError } from '../lib/network/failure.ts';
import { type PrankError, RemoteError } from '../lib/errors.ts';
import { findTitle } from '../lib/network/web-page.ts';
import { defaultEndpoint } from './token.ts';
import { redactAddresses } from '../lib/secrets/redact.ts';
import { showDuration } from '../lib/text/numbers.ts';
import { printable } from '../lib/text/text.ts';
import { toRefusal } from './refusals.ts';

/** The Hub responded with an error status that the caller may know how to handle. */
export class HubHttpError extends RemoteError {
  readonly status: number;
  /** The Hub's own code, such as RepoNotFound or EntryNotFound. */
  readonly errorCode: string | null;

  constructor(answer: HubAnswer, message: string) {
    const { status, errorCode, pause } = answer;
    super(`hub_http_${status}`, message, {
      details: { status, error_code: errorCode, request_id: answer.requestId, ...describePause(pause) },
      ...(status === 429 || status >= 500 ? { hint: pause === null ? retryHint : hintAfter(pause) } : {}),
    });
    this.status = status;
    this.errorCode = errorCode;
  }
}

/** No usable response: refused, reset, timed out. The request may or may not have been carried out. */
export class HubUnreachableError extends RemoteError {}

/** The branch is not at the commit the caller expected: somebody else committed in between. */
export class HubBranchMovedError extends RemoteError {}

/** An error response of the Hub, parsed. */
export interface HubAnswer {
  status: number;
  errorCode: string | null;
  /** Support can use it to find the request. */
  requestId: string | null;
  message: string;
  /** How long the Hub asks us to wait; null = it doesn't say. */
  pause: Pause | null;
}

export interface Pause {
  ms: number;
  /** When it ends, in milliseconds since the epoch. */
  untilMs: number;
}

const retryHint = 'Run the command again in a while: what is done is kept.';

function hintAfter({ ms, untilMs }: Pause): string {
  const time = new Date(Math.ceil(untilMs / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  return `The Hub wants you to wait ${showDuration(ms)}. Run the command again after ${time} UTC: what is done is kept.`;
}

function describePause(pause: Pause | null): { retry_after_seconds?: number } {
  return pause === null ? {} : { retry_after_seconds: Math.ceil(pause.ms / 1000) };
}

/** Converts an error response to the error of the party who must act. `request` is a method and path. */
export function toHubError(request: string, answer: HubAnswer): PrankError {
  const { status, errorCode, message, requestId } = answer;
  const details = { status, error_code: errorCode, request_id: requestId };
  if (status === 412) {
    return new HubBranchMovedError('hub_branch_moved', `Somebody else committed in between (${request}).`, { details });
  }
  const refusal = toRefusal(request, answer, { details });
  if (refusal !== null) return refusal;
  const said = message === '' ? '' : `: ${message}`;
  const id = requestId === null ? '' : ` (request ${printable(requestId, 80)})`;
  return new HubHttpError(answer, `The Hub answered ${status} to ${request}${said}${id}`);
}

/** Whether something does not exist, or this token may not see it: the Hub doesn't distinguish these. */
export function isMissing(error: unknown): boolean {
  return error instanceof HubHttpError && (error.status === 404 || error.status === 401);
}

/** The message in an error body. The Hub has four shapes of them, and proxies in front of it return web pages. */
export function readMessage(written: string): string {
  // Redact first: a truncated secret can't be recognized any more.
  const body = redactAddresses(written);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return printable(body.replaceAll(/<[^>]*>/gu, ' ').trim(), 200);
  }
  const fields = new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []);
  const error: unknown = fields.get('error_description') ?? fields.get('error') ?? fields.get('message');
  const listed: unknown = error ?? fields.get('errors');
  const texts = (Array.isArray(listed) ? listed : [listed]).map(toText);
  return printable(texts.join('; '), 300);
}

/** The check of a card lists objects with a message. */
function toText(item: unknown): string {
  if (typeof item === 'string') return item;
  const message: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'message') : undefined;
  return typeof message === 'string' ? message : JSON.stringify(item ?? '');
}

/** The error if a web page came instead of an answer: from a network that wants a sign-in, or from another site. */
export function toPageError(endpoint: string, request: string, body: string): RemoteError {
  const title = findTitle(body);
  const page = title === null ? 'a web page' : `the web page "${title}"`;
  const where = settingOf(endpoint) === null ? '' : ' If it is another site, correct HF_ENDPOINT.';
  return new RemoteError(
    'hub_unexpected_answer',
    `The Hub at ${endpoint} answered ${request} with ${page}, not JSON.`,
    {
      hint: `Open ${endpoint} in a browser: your network may want you to sign in.${where}`,
    },
  );
}

/** The error for a response that has not the form that the Hub gives it, so nobody knows whether anything was done. */
export function toFormError(request: string, what: string, cause?: unknown): RemoteError {
  return new RemoteError(
    'hub_unexpected_answer',
    `The Hub answered ${request} in a form that prank does not know: ${what}`,
    { cause },
  );
}

/** A response in the form that prank relies on. Throws RemoteError `hub_unexpected_answer`. */
export function parseForm<T>(request: string, answer: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw toFormError(request, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** The error for a redirect that is not followed: nothing was done. `target` = where to, without its query. */
export function toRedirectError(endpoint: string, request: string, target: string | null): RemoteError {
  const where = target === null ? 'nowhere' : printable(target, 200);
  return new RemoteError(
    'hub_redirected',
    `The Hub at ${endpoint} redirected ${request} to ${where}, so it was not done.`,
    {
      details: { target },
      hint: `Open ${endpoint} in a browser: your network or the Hub may want you to sign in.`,
    },
  );
}

function settingOf(endpoint: string): string | null {
  return endpoint === defaultEndpoint ? null : 'HF_ENDPOINT';
}

/**
 * A failure without an answer of the Hub, or of the storage behind it: `asked`. Names the address but never the token.
 */
export function toUnreachableError(
  endpoint: string,
  { asked, isReached }: { asked: string; isReached: boolean },
  outcome: Outcome,
): PrankError {
  const setting = asked === endpoint ? settingOf(endpoint) : null;
  const peer: Peer = { name: 'the Hub', url: asked, setting, code: 'hub_unreachable', isReached };
  return toNetworkError(peer, outcome, HubUnreachableError, { endpoint });
}
