import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooManyRequests } from './api-error.ts';

export interface RateLimit {
  /** Requests a minute. */
  max: number;
  /** What is counted together; the address unless given. */
  keyOf?: (request: FastifyRequest) => string;
}

/** Counts requests, and throws ApiError 429 if there were too many in the last minute. */
export function limitRate(app: FastifyInstance, { max, keyOf }: RateLimit): (request: FastifyRequest) => Promise<void> {
  const count = app.createRateLimit({
    max,
    timeWindow: 60_000,
    ...(keyOf === undefined ? {} : { keyGenerator: keyOf }),
  });
  return async (request) => {
    const state = await count(request);
    if (state.isAllowed || !state.isExceeded) return;
    const seconds = Math.max(1, state.ttlInSeconds);
    throw tooManyRequests(`Too many logins. Try again in ${seconds} seconds.`, seconds);
  };
}
