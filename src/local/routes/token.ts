import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { unauthorized } from '../http/api-error.ts';
import { parse } from '../http/define-route.ts';
import { isPassword } from '../http/password.ts';
import { text } from '../http/shapes.ts';
import { makeToken, tokenSecret } from '../http/token.ts';
import type { Store } from '../storage/store.ts';
import { findUser, passwordHash } from '../storage/users.ts';

const form = z.object({ body: z.object({ username: text(), password: text() }) });

/** Login with username and password, form-encoded. */
export function token(app: FastifyInstance, store: Store): void {
  app.post('/api/v1/token', (request, reply) => {
    const given = Buffer.isBuffer(request.body) ? {} : (request.body ?? {});
    const { username, password } = parse(form, { body: given }).body;
    const found = store.read((tx) => ({ user: findUser(tx, 'username', username), hash: passwordHash(tx, username) }));
    // The hash is also derived for unknown names, so that the time taken reveals nothing.
    const isRight = isPassword(password, found.hash, store.passwordCost);
    if (!isRight || found.user === undefined || found.hash === undefined) throw unauthorized();
    const accessToken = makeToken(found.user, found.hash, tokenSecret(store), store.clock());
    return reply.code(201).send({ access_token: accessToken, token_type: 'bearer' });
  });
}
