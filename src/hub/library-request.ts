import { Readable } from 'node:stream';

/** What the functions of `@huggingface/hub` pass to `fetch`. */
export type LibraryRequest = RequestInit & { progressHint?: { progressCallback?: (share: number) => void } };

/** A body to send, opened again for every try. */
export function openBody({ body, progressHint }: LibraryRequest): { data?: unknown } {
  // Of other views of bytes, axios would send the whole buffer behind them.
  if (body instanceof Uint8Array) return { data: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
  if (!(body instanceof Blob)) return body === undefined || body === null ? {} : { data: body };
  return { data: Readable.from(readBlob(body, progressHint?.progressCallback ?? (() => {})), { objectMode: false }) };
}

/** Reports the share that is on its way: outside of browsers, the library can't know. */
async function* readBlob(blob: Blob, report: (share: number) => void): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of blob.stream()) {
    yield chunk;
    done += chunk.length;
    report(done / blob.size);
  }
}

/** Headers that a body of bytes needs. */
export function bodyHeaders(body: RequestInit['body']): Record<string, string> {
  if (body instanceof Blob) return { 'Content-Type': 'application/octet-stream', 'Content-Length': String(body.size) };
  return body instanceof Uint8Array ? { 'Content-Type': 'application/octet-stream' } : {};
}

/** The address that `fetch` is called with. */
export function urlOf(input: Parameters<typeof fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}
