import type { IncomingHttpHeaders } from 'node:http';
import type { FaultKind } from './faults.ts';
import type { HubRequest, Origin } from './exchange.ts';
import { compilePattern, type RequestPattern } from './pattern.ts';

/** One request as it arrived, and its outcome. */
export interface RecordedRequest {
  origin: Origin;
  method: string;
  path: string;
  query: string;
  /** 0 = the connection was cut before the response, or the response is still being made. */
  status: number;
  fault: FaultKind | null;
  authorization: string | undefined;
  headers: IncomingHttpHeaders;
  bodyBytes: number;
}

/** All requests to the stand-in, in order of arrival. */
export class Journal {
  readonly requests: RecordedRequest[] = [];
  /** Requests to the Hub or its storage without a route, as `METHOD /path`, and the stand-in's own errors. */
  readonly unknown: string[] = [];
  /** Requests to the storage that had an Authorization header other than the storage's own for Xet. */
  readonly leaks: RecordedRequest[] = [];
  readonly #sources: HubRequest[] = [];

  add(request: HubRequest): RecordedRequest {
    const { origin, method, path, headers } = request;
    const query = request.query.toString();
    const { authorization } = headers;
    const bodyBytes = request.body.length;
    const record = { origin, method, path, query, status: 0, fault: null, authorization, headers, bodyBytes };
    this.requests.push(record);
    this.#sources.push(request);
    if (origin === 'storage' && authorization?.startsWith('Bearer xet_') === false) this.leaks.push(record);
    return record;
  }

  count(pattern: RequestPattern, at?: Origin): number {
    const matches = compilePattern(pattern);
    return this.#sources.filter((request) => (at === undefined || at === request.origin) && matches(request)).length;
  }

  clear(): void {
    this.requests.length = 0;
    this.#sources.length = 0;
  }
}
