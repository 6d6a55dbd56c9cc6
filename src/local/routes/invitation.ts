import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { ApiError, notUnique, unprocessable } from '../http/api-error.ts';
import { parse, readBody } from '../http/define-route.ts';
import type { HashingQueue } from '../http/hashing-queue.ts';
import { hashPasswordAside } from '../http/password.ts';
import { limitRate } from '../http/rate-limit.ts';
import { model, text } from '../http/shapes.ts';
import { tokenSecret } from '../http/token.ts';
import { nameLook, readPersonName } from '../rules/person-name.ts';
import { countJoined, findInvitation, type Invitation, isInvitationToken } from '../storage/invitation.ts';
import type { Store, Tx } from '../storage/store.ts';
import { createUser, listUsers } from '../storage/users.ts';
import { addWorkspaceUser, findWorkspace } from '../storage/workspaces.ts';

const look = z.object({ body: model({ token: text({ max: 200 }) }) });
const join = z.object({
  body: model({ token: text({ max: 200 }), name: text({ max: 1000 }), password: text({ min: 8, max: 100 }) }),
});

/** Requests a minute: a whole class may be behind one address. */
const mostOfAddress = 600;

/** Nobody knows yet who asks, so they may send what a rater may. */
const stranger = { role: 'annotator' } as const;

/**
 * People join by a link: the only routes beside the login that need no account. The browser makes the password and
 * keeps it before it asks. So if the answer is lost on the way, the person is not locked out of the account that was
 * made.
 */
export function invitation(app: FastifyInstance, store: Store, hashing: HashingQueue): void {
  const secret = tokenSecret(store);
  const onRequest = limitRate(app, { max: mostOfAddress });

  app.post('/api/v1/prank/invitation', { onRequest }, (request) => {
    const { token } = parse(look, { body: readBody(request, stranger) }).body;
    return store.read((tx) => ({ workspace: admit(tx, token).workspaceName }));
  });

  app.post('/api/v1/prank/join', { onRequest }, async (request, reply) => {
    const { token, name: given, password } = parse(join, { body: readBody(request, stranger) }).body;
    const read = readPersonName(given);
    // Before the password is hashed: hashing takes time, which only the invited may take.
    store.read((tx) => admit(tx, token));
    if ('problem' in read) throw unprocessable(read.problem);
    const { name } = read;
    store.read((tx) => assertFree(tx, name));
    const passwordHash = await hashing.run(request.ip, () =>
      hashPasswordAside(password, store.randomBytes(16), store.passwordCost),
    );
    const user = store.write((tx) => {
      // Again: meanwhile others may have joined, or the door may have been closed.
      const { invitation: found, workspaceId } = admit(tx, token);
      assertFree(tx, name);
      const made = createUser(tx, store, { username: name, first_name: name, passwordHash });
      addWorkspaceUser(tx, workspaceId, made.id);
      countJoined(tx, found);
      return made;
    });
    return reply.code(201).send({ id: user.id, username: user.username, api_key: user.api_key });
  });

  function admit(tx: Tx, token: string): { invitation: Invitation; workspaceId: string; workspaceName: string } {
    const found = findInvitation(tx);
    const workspace = found === undefined ? undefined : findWorkspace(tx, 'id', found.workspaceId);
    if (found === undefined || workspace === undefined || !isInvitationToken(token, found, secret)) {
      throw refused('This link doesn’t work. Ask the organizer for a new one.');
    }
    if (!found.isOpen) throw refused('Nobody can join at the moment. Ask the organizer.');
    if (found.untilMs !== null && store.clock() >= found.untilMs) {
      throw refused('This invitation has ended. Ask the organizer for a new one.');
    }
    if (found.limit !== null && found.joined >= found.limit) {
      throw refused('As many people as this invitation is for have joined. Ask the organizer for a new one.');
    }
    return { invitation: found, workspaceId: workspace.id, workspaceName: workspace.name };
  }
}

/** Nobody can take the place of somebody else, also not by a name that only looks the same. */
function assertFree(tx: Tx, name: string): void {
  const own = nameLook(name);
  if (own === '' || listUsers(tx).some(({ username }) => nameLook(username) === own)) {
    throw notUnique(`Somebody has this name, or one that looks like it. Choose another one.`);
  }
}

function refused(detail: string): ApiError {
  return new ApiError(410, { detail }, detail);
}
