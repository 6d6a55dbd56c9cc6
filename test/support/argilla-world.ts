import { randomBytes } from 'node:crypto';

export type Who = 'owner' | 'admin' | 'ann' | 'bob' | 'outsider' | 'nobody';

export interface Answer {
  status: number;
  // Bodies are compared and looked into by tests only; a wrong path shows as undefined.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface Spoken {
  said: string;
  status: number;
  body: unknown;
}

export interface Server {
  url: string;
  ownerKey: string;
}

/** People of a test run on one server. Their names end in the same suffix, which transcripts leave out. */
export class People {
  readonly suffix = randomBytes(4).toString('hex');
  readonly server: Server;
  readonly keys = new Map<Who, string>();
  readonly ids = new Map<Who, string>();

  private constructor(server: Server) {
    this.server = server;
    this.keys.set('owner', server.ownerKey);
  }

  static async gather(server: Server): Promise<People> {
    const people = new People(server);
    const me = await request(server, server.ownerKey, 'GET', '/me');
    if (me.status !== 200) throw new Error(`no owner at ${server.url}: ${JSON.stringify(me)}`);
    people.ids.set('owner', me.body.id);
    for (const [who, role] of [
      ['admin', 'admin'],
      ['ann', 'annotator'],
      ['bob', 'annotator'],
      ['outsider', 'annotator'],
    ] as const) {
      const user = { username: people.nameOf(who), first_name: who, password: 'correct horse', role };
      const made = await request(server, server.ownerKey, 'POST', '/users', user);
      people.keys.set(who, made.body.api_key);
      people.ids.set(who, made.body.id);
    }
    return people;
  }

  nameOf(who: Who): string {
    return `${who}-${this.suffix}`;
  }

  async leave(): Promise<void> {
    for (const [who, id] of this.ids) {
      if (who !== 'owner') await request(this.server, this.server.ownerKey, 'DELETE', `/users/${id}`);
    }
  }
}

/** Sends one request, on its own connection, because the real server resets kept ones after a 500. */
export async function request(
  server: Server,
  key: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers: Record<string, string> = { connection: 'close' };
  if (key !== undefined) {
    headers['x-argilla-api-key'] = key;
    headers['x-extralit-api-key'] = key;
  }
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

interface TranscriptOptions {
  without?: ReadonlySet<string>;
  errors?: boolean;
}

/** A separate workspace for one conversation, and a record of what was said in it. */
export class World {
  readonly people: People;
  readonly spoken: Spoken[] = [];
  readonly name: string;
  workspace = '';
  dataset = '';
  question = '';

  private constructor(people: People) {
    this.people = people;
    this.name = `w-${people.suffix}-${randomBytes(3).toString('hex')}`;
  }

  /** Members are admin, ann and bob. */
  static async open(people: People): Promise<World> {
    const world = new World(people);
    world.workspace = (await world.quietly('POST', '/workspaces', { name: world.name })).body.id;
    for (const who of ['admin', 'ann', 'bob'] as const) {
      await world.quietly('POST', `/workspaces/${world.workspace}/users`, { user_id: people.ids.get(who) });
    }
    return world;
  }

  /** Sends a request as `who` and records request and response. */
  async ask(who: Who, method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await request(this.people.server, this.people.keys.get(who), method, path, body);
    this.spoken.push({ said: `${who} ${method} ${path} ${sayBody(body)}`, ...answer });
    return answer;
  }

  /** Sends a request as owner, off the record. */
  async quietly(method: string, path: string, body?: unknown): Promise<Answer> {
    return request(this.people.server, this.people.server.ownerKey, method, path, body);
  }

  id(who: Who): string {
    return this.people.ids.get(who) ?? '';
  }

  /** Creates a draft with a text field and no question. */
  async draft(settings: object = {}): Promise<void> {
    const dataset = { name: 'ds', workspace_id: this.workspace, ...settings };
    this.dataset = (await this.quietly('POST', '/datasets', dataset)).body.id;
    await this.quietly('POST', `${this.at()}/fields`, {
      name: 'prompt',
      title: 'Prompt',
      required: true,
      settings: { type: 'text' },
    });
  }

  /** Publishes a dataset: prompt, rating 1–5 `quality` (required), text `why`, metadata source, len and score. */
  async ready(settings: object = {}): Promise<void> {
    await this.draft(settings);
    const options = [1, 2, 3, 4, 5].map((value) => ({ value }));
    const quality = { name: 'quality', title: 'Quality', required: true, settings: { type: 'rating', options } };
    this.question = (await this.quietly('POST', `${this.at()}/questions`, quality)).body.id;
    await this.quietly('POST', `${this.at()}/questions`, { name: 'why', title: 'Why', settings: { type: 'text' } });
    for (const [name, property] of [
      ['source', { type: 'terms', values: ['a', 'b'] }],
      ['len', { type: 'integer', min: 1, max: 100 }],
      ['score', { type: 'float', min: 0, max: 10 }],
    ] as const) {
      const visible = name !== 'len';
      await this.quietly('POST', `${this.at()}/metadata-properties`, {
        name,
        title: name,
        settings: property,
        visible_for_annotators: visible,
      });
    }
    await this.quietly('PUT', `${this.at()}/publish`);
  }

  at(): string {
    return `/datasets/${this.dataset}`;
  }

  /** Puts records, off the record, and returns them. A text becomes a record with id `x0`, `x1`…. */
  async put(...records: (string | object)[]): Promise<{ id: string; external_id: string }[]> {
    const items = records.map((record, index) =>
      typeof record === 'string' ? { external_id: `x${index}`, fields: { prompt: record } } : record,
    );
    const answer = await this.quietly('PUT', `${this.at()}/records/bulk`, { items });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.body.items;
  }

  async close(): Promise<void> {
    const { body } = await this.quietly('GET', `/me/datasets?workspace_id=${this.workspace}`);
    for (const { id } of body.items) await this.quietly('DELETE', `/datasets/${id}`);
    await this.quietly('DELETE', `/workspaces/${this.workspace}`);
  }

  /**
   * What was said, one line each. Ids and times are named by order of appearance, to compare two servers. `without` =
   * keys that are left out. `errors: false` = only the statuses of errors.
   */
  transcript({ without = new Set(), errors = true }: TranscriptOptions = {}): string[] {
    const seen = new Map<string, string>();
    const named = (kind: string) => (found: string) => {
      const known =
        seen.get(found.toLowerCase()) ??
        `${kind}${[...seen.values()].filter((name) => name.startsWith(kind)).length + 1}`;
      seen.set(found.toLowerCase(), known);
      return known;
    };
    return this.spoken.map(({ said, status, body }) =>
      [said, `→ ${status}${errors || status < 400 ? ` ${JSON.stringify(sortKeys(body, without))}` : ''}`]
        .map((part) =>
          part
            .replaceAll(this.name, 'W')
            .replaceAll(`-${this.people.suffix}`, '')
            .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, named('id'))
            .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?/g, named('time'))
            .replaceAll(/"api_key":"[\w-]{100,}"/g, '"api_key":"KEY"')
            .replaceAll(/"query_score":[\d.]+/g, '"query_score":1')
            // Codes of errors begin with the name of the package.
            .replaceAll('extralit.api.errors', 'argilla.api.errors'),
        )
        .map((part, index) => (index === 0 ? part.slice(0, 300) : part))
        .join(' '),
    );
  }
}

function sortKeys(value: unknown, without: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, without));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !without.has(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member, without)]),
  );
}

function sayBody(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

export interface Conversation {
  name: string;
  talk: (world: World) => Promise<void>;
}
