import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { unauthorized } from '../http/api-error.ts';
import { parse } from '../http/define-route.ts';
import { FailedLogins } from '../http/failed-logins.ts';
import type { HashingQueue } from '../http/hashing-queue.ts';
import { checkPassword } from '../http/password.ts';
import { limitRate } from '../http/rate-limit.ts';
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

/**
 * Login with username and password, form-encoded. `report` hears of failed logins.
 */
export function token(app: FastifyInstance, store: Store, hashing: HashingQueue, report: (text: string) => void): void {
  const failures = new FailedLogins(report);
  const limitAddress = limitRate(app, { max: mostOfAddress });
  const limitName = limitRate(app, { max: mostOfName, keyOf: keyOfName });

  app.post('/api/v1/token', {
    onRequest: limitAddress,
    handler: async (request, reply) => {
      const { username, password } = parse(form, { body: readForm(request) }).body;
      await limitName(request);
      const found = store.read((tx) => ({
        user: findUser(tx, 'username', username),
        hash: passwordHash(tx, username),
      }));
      // The hash is also derived for unknown names, so that the time taken reveals nothing.
      const isRight = await hashing.run(request.ip, () => checkPassword(password, found.hash, store.passwordCost));
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
