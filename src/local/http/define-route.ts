import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import * as z from 'zod';
import type { Reader } from '../reader/reader.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { User } from '../storage/users.ts';
import { ApiError, invalid, unauthorized, type Fault } from './api-error.ts';
import { currentUser, stillUser } from './current-user.ts';
import { checkJsonSize } from './json-size.ts';
import { parseJson, renderJson } from './json.ts';
import { faultType } from './shapes.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers heavy reads; null in the thread that is the reader. */
    reader: Reader | null;
  }
}

/** Input of a route's function: the user and the validated parts of the request. */
export interface Call<Params, Query, Body> {
  user: User;
  params: Params;
  query: Query;
  body: Body;
}

type Shape = Record<string, z.ZodType>;
type Values<S extends Shape> = { [Key in keyof S]: z.output<S[Key]> };

export interface Route<P extends Shape, Q extends Shape, B extends z.ZodType> {
  method: HTTPMethods;
  /** Below /api/v1. */
  url: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Default 200. */
  status?: number;
  /** Everything runs in one transaction. A route that stores nothing is `read` and never waits for writers. */
  access: 'read' | 'write';
  /** Whether this call may take long. Then the reader thread answers it. */
  isHeavy?(tx: Tx, call: Call<Values<P>, Values<Q>, z.output<B>>): boolean;
  run(tx: Tx, call: Call<Values<P>, Values<Q>, z.output<B>>): unknown;
}

/** A response with a status other than the route's default. */
export class Reply {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** Adds a route that requires a user, validates the request like Argilla, and responds with JSON. */
export function defineRoute<P extends Shape, Q extends Shape, B extends z.ZodType>(
  app: FastifyInstance,
  store: Store,
  route: Route<P, Q, B>,
): void {
  const schema: z.ZodType = z.object({
    path: z.object(route.params ?? {}),
    query: z.object(route.query ?? {}),
    body: route.body ?? z.unknown(),
  });
  app.route({
    method: route.method,
    url: `/api/v1${route.url}`,
    // Before the body is read: how large it may be depends on who sends it.
    onRequest: (request, _reply, done) => {
      request.user = currentUser(request, store);
      done();
    },
    handler: (request, reply) => {
      const { user: sender } = request;
      if (sender === null) throw unauthorized();
      const body = route.body === undefined ? undefined : readBody(request, sender);
      const given = { path: request.params, query: lastValues(request.query), body };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `schema` was made from these very shapes; zod's types don't follow optional generics.
      const input = parse(schema, given) as { path: Values<P>; query: Values<Q>; body: z.output<B> };
      const call = { user: sender, params: input.path, query: input.query, body: input.body };
      if (
        app.reader !== null &&
        route.isHeavy !== undefined &&
        store.read((tx) => route.isHeavy?.(tx, call) === true)
      ) {
        return answerInThread(app.reader, request, reply);
      }
      const result = store[route.access]((tx) => route.run(tx, { ...call, user: stillUser(tx, sender) }));
      const { status, body: answer } = result instanceof Reply ? result : new Reply(route.status ?? 200, result);
      if (status === 204) return reply.code(204).send();
      return reply.code(status).type('application/json').send(renderJson(answer));
    },
  });
}

async function answerInThread(reader: Reader, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { status, body } = await reader.answer(request.user?.id ?? '', request);
  return reply.code(status).type('application/json').send(body);
}

/** Parses `input` or throws Argilla's validation error. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw invalid(read.error.issues.map((issue) => toFault(issue)));
}

function toFault(issue: z.core.$ZodIssue): Fault {
  const loc = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  return { type: faultType(issue), loc, msg: issue.message };
}

/** For a repeated query key the last value counts. Keys that take lists keep all values. */
function lastValues(query: unknown): Record<string, unknown> {
  if (typeof query !== 'object' || query === null) return {};
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, key === 'include' ? value : last(value)]),
  );
}

function last(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

function faultPosition(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : '';
  if (/end of JSON/.test(message)) return text.length;
  return Number(/position (\d+)/.exec(message)?.[1] ?? 0);
}

/** Parses the request as JSON. A body not declared as JSON stays text, which matches no schema. */
export function readBody({ body, headers }: FastifyRequest, { role }: Pick<User, 'role'>): unknown {
  if (!Buffer.isBuffer(body)) return body === undefined ? undefined : '';
  if (body.length === 0) return undefined;
  checkJsonSize(body, role);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    const detail = 'There was an error parsing the body';
    throw new ApiError(400, { detail }, detail);
  }
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) return text;
  try {
    return parseJson(text) ?? undefined;
  } catch (error) {
    throw invalid([{ type: 'json_invalid', loc: ['body', faultPosition(text, error)], msg: 'JSON decode error' }]);
  }
}
