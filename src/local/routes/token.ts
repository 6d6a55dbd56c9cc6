import { availableParallelism } from 'node:os';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { tooManyRequests, unauthorized } from '../http/api-error.ts';
import { parse } from '../http/define-route.ts';
import { FailedLogins } from '../http/failed-logins.ts';
import { FairQueue, QueueFull } from '../http/fair-queue.ts';
import { checkPassword } from '../http/password.ts';
import { text } from '../http/shapes.ts';
import { makeToken, tokenSecret } from '../http/token.ts';
import type { Store } from '../storage/store.ts';
import { findUser, passwordHash } from '../storage/users.ts';

const form = z.object({ body: z.object({ username: text(), password: text() }) });

/**
 * Logins a minute. A whole class may be behind one address. The limit of a name is one of the name at an address, so that
 * nobody can lock a rater out from elsewhere.
 */
const mostOfAddress = 600;
const mostOfName = 20;
const timeWindow = 60_000;

/**
 * Login with username and password, form-encoded. Hashing runs beside the thread that serves, and leaves a core to it.
 * `report` hears of failed logins.
 */
export function token(app: FastifyInstance, store: Store, report: (text: string) => void): void {
  const queue = new FairQueue({ atOnce: Math.max(1, availableParallelism() - 1), places: 300 });
  const failures = new FailedLogins(report);
  const throttleAddress = app.createRateLimit({ max: mostOfAddress, timeWindow });
  const throttleName = app.createRateLimit({ max: mostOfName, timeWindow, keyGenerator: keyOfName });

  app.post('/api/v1/token', {
    onRequest: async (request) => refuseExceeding(await throttleAddress(request)),
    handler: async (request, reply) => {
      const { username, password } = parse(form, { body: readForm(request) }).body;
      refuseExceeding(await throttleName(request));
      const found = store.read((tx) => ({
        user: findUser(tx, 'username', username),
        hash: passwordHash(tx, username),
      }));
      // The hash is also derived for unknown names, so that the time taken reveals nothing.
      const isRight = await inTurn(queue, request.ip, () => checkPassword(password, found.hash, store.passwordCost));
      if (!isRight || found.user === undefined || found.hash === undefined) {
        failures.note(request.ip, username);
        throw unauthorized();
      }
      const accessToken = makeToken(found.user, found.hash, tokenSecret(store), store.clock());
      return reply.code(201).send({ access_token: accessToken, token_type: 'bearer' });
    },
  });
}

/** The fields of a form; none if the body says that it is something else. For a repeated name the last value counts. */
function readForm({ body, headers }: FastifyRequest): Record<string, string> {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');
  return isForm && Buffer.isBuffer(body) ? Object.fromEntries(new URLSearchParams(body.toString())) : {};
}

/** Hashed, because a name may be long and is kept. */
function keyOfName(request: FastifyRequest): string {
  const name = readForm(request)['username'] ?? '';
  return createHash('sha256').update(`${request.ip} ${name}`).digest('base64');
}

function refuseExceeding(state: { isAllowed: boolean; isExceeded?: boolean; ttlInSeconds?: number }): void {
  if (state.isAllowed || state.isExceeded !== true) return;
  const seconds = Math.max(1, state.ttlInSeconds ?? 1);
  throw tooManyRequests(`Too many logins. Try again in ${seconds} seconds.`, seconds);
}

async function inTurn<T>(queue: FairQueue, key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await queue.run(key, work);
  } catch (error) {
    if (error instanceof QueueFull) throw tooManyRequests('Too many people are logging in. Try again in 5 seconds.', 5);
    throw error;
  }
}
