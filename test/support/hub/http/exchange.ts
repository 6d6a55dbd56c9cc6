import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

/** Where a request arrived: at the Hub, at the object storage behind it, or at a Space's own URL. */
export type Origin = 'hub' | 'storage' | 'space';

export interface HubRequest {
  origin: Origin;
  method: string;
  /** Scheme and host as the client wrote them. */
  base: string;
  /** Still encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** Continues after the headers, and ends the response when it likes. `body` is not sent then. */
  stream?: (response: ServerResponse) => void;
}

export function json(value: unknown, { status = 200, headers = {} }: Partial<Pick<Answer, 'status' | 'headers'>> = {}) {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body } satisfies Answer;
}

export function empty(status = 200, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) };
}

export function html(status: number, title: string): Answer {
  const body = Buffer.from(`<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>\n`);
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The Hub refuses. `code` is sent as X-Error-Code; only codes that clients act on exist. */
export class HubRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    {
      code = null,
      extra = {},
      headers = {},
    }: { code?: ErrorCode | null; extra?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

export type ErrorCode = 'RepoNotFound' | 'RevisionNotFound' | 'EntryNotFound' | 'GatedRepo';

/** A refusal as a response. `errorCodes` false leaves X-Error-Code out, as some of the Hub's responses do. */
export function toAnswer(refusal: HubRefusal, errorCodes: boolean): Answer {
  const code = refusal.code !== null && errorCodes ? { 'x-error-code': refusal.code } : {};
  // Header values are one line of ASCII.
  const message = refusal.message.replaceAll(/[^\u0020-\u007e]/gu, ' ');
  const headers = { ...code, 'x-error-message': message, ...refusal.headers };
  return json({ error: refusal.message, ...refusal.extra }, { status: refusal.status, headers });
}
