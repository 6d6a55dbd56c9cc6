import type { FastifyRequest } from 'fastify';
import type { Role } from '../storage/users.ts';
import { ApiError, tooManyRequests } from './api-error.ts';

interface BodyLimit {
  bytes: number;
  /** How long it may take to arrive. */
  timeMs: number;
  /** Bytes of all unfinished bodies of one person. */
  bytesAtOnce: number;
}

const megabyte = 1024 * 1024;

/** Staff sends batches of records and is trusted. All that raters send is answers and searches. */
const staffLimit: BodyLimit = { bytes: 64 * megabyte, timeMs: 120_000, bytesAtOnce: 512 * megabyte };
const limits: Record<Role, BodyLimit> = {
  owner: staffLimit,
  admin: staffLimit,
  annotator: { bytes: megabyte, timeMs: 20_000, bytesAtOnce: 2 * megabyte },
};
/** Strangers send nothing but a name and a password. Counted per connection, because they are nobody. */
const strangerLimit: BodyLimit = { bytes: 16 * 1024, timeMs: 20_000, bytesAtOnce: Number.POSITIVE_INFINITY };

/** Reads bodies within the limits of those who send them. Who that is must be known before, from the headers. */
export function createBodyReader(): (request: FastifyRequest, payload: NodeJS.ReadableStream) => Promise<Buffer> {
  const unfinished = new Map<string, number>();

  /** Counts what has arrived from a person, or is done with, and returns the new sum. */
  const count = (userId: string, bytes: number): number => {
    const sum = (unfinished.get(userId) ?? 0) + bytes;
    if (sum === 0) unfinished.delete(userId);
    else unfinished.set(userId, sum);
    return sum;
  };

  return async ({ user, headers }, payload) => {
    const { bytes: limit, timeMs, bytesAtOnce } = user === null ? strangerLimit : limits[user.role];
    if (Number(headers['content-length']) > limit) throw tooLarge(limit);
    const chunks: Buffer[] = [];
    let size = 0;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((done, fail) => {
        timer = setTimeout(() => fail(tooSlow(timeMs)), timeMs);
        payload.on('data', (chunk: Buffer) => {
          size += chunk.length;
          const sum = user === null ? size : count(user.id, chunk.length);
          chunks.push(chunk);
          if (size > limit) fail(tooLarge(limit));
          else if (sum > bytesAtOnce) fail(tooManyRequests('Too many requests at once: wait for some to end.', 1));
        });
        payload.on('end', done);
        payload.on('error', () => fail(incomplete()));
      });
      return Buffer.concat(chunks, size);
    } finally {
      clearTimeout(timer);
      // What still arrives is dropped.
      payload.removeAllListeners('data');
      if (user !== null) count(user.id, -size);
    }
  };
}

function tooLarge(bytes: number): ApiError {
  const detail = `The request is larger than ${bytes} bytes`;
  return new ApiError(413, { detail }, detail);
}

function tooSlow(timeMs: number): ApiError {
  const detail = `The request took longer than ${timeMs / 1000} seconds to arrive`;
  return new ApiError(408, { detail }, detail);
}

function incomplete(): ApiError {
  const detail = 'The request ended too early';
  return new ApiError(400, { detail }, detail);
}
