import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/local/app.ts';
import { type LocalServer, startLocalServer } from '../../src/local/start-server.ts';
import { Store } from '../../src/local/storage/store.ts';
import { type Answer, request } from '../support/argilla-world.ts';
import { cheapPasswords } from '../support/cheap-passwords.ts';

// Two servers that are the same in everything an annotator may know, down to the ids and times, and differ in what they
// must not know. Whatever an annotator asks, both must respond alike.

const ownerKey = 'owner.apikey-of-the-tests';
const start = Date.parse('2026-05-04T08:00:00Z');

/** What annotators must not learn: planted in every place that could give it away. */
interface Secrets {
  word: string;
  value: number;
  number: number;
  /** Whether things that only one of the two servers has are there. */
  more: boolean;
}

const one: Secrets = { word: 'planted-one', value: 1, number: 7, more: true };
const other: Secrets = { word: 'planted-other', value: 5, number: 70, more: false };

interface Twin {
  server: LocalServer;
  ask: (who: 'owner' | 'ann' | 'outsider', method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Ids by the name of the parameter in a route; the same on both servers. */
  ids: Record<string, string[]>;
}

let folder: string;
let twins: [Twin, Twin];
let routes: [method: string, path: string][];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  twins = [await openTwin('one', one), await openTwin('other', other)];
  routes = await listRoutes();
});

afterAll(async () => {
  for (const { server } of twins ?? []) await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function openTwin(name: string, secrets: Secrets): Promise<Twin> {
  let nowMs = start;
  let seed = 'setup';
  let count = 0;
  const randomBytes = (size: number) =>
    createHash('shake256', { outputLength: size })
      .update(`${seed} ${(count += 1)}`)
      .digest();
  const clock = () => nowMs;
  const owner = { username: 'owner', apiKey: ownerKey };
  const server = await startLocalServer({
    ...cheapPasswords,
    db: join(folder, `${name}.db`),
    owner,
    clock,
    randomBytes,
  });
  const keys = new Map([['owner', ownerKey]]);
  const ask: Twin['ask'] = (who, method, path, body) =>
    request({ url: server.url, ownerKey }, keys.get(who), method, path, body);
  const make = async (method: string, path: string, body?: object) => {
    const answer = await ask('owner', method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer.body;
  };

  const workspace = (await make('POST', '/workspaces', { name: 'w' })).id;
  const users: Record<string, string> = {};
  for (const username of ['ann', 'bob', 'outsider']) {
    const made = await make('POST', '/users', {
      username,
      first_name: 'x',
      password: 'correct horse',
      role: 'annotator',
    });
    users[username] = made.id;
    keys.set(username, made.api_key);
    if (username !== 'outsider') await make('POST', `/workspaces/${workspace}/users`, { user_id: made.id });
  }
  const distribution = { strategy: 'overlap', min_submitted: 2 };
  const dataset = (await make('POST', '/datasets', { name: 'd', workspace_id: workspace, distribution })).id;
  const at = `/datasets/${dataset}`;
  const field = await make('POST', `${at}/fields`, {
    name: 'prompt',
    title: 'P',
    required: true,
    settings: { type: 'text' },
  });
  const options = [1, 2, 3, 4, 5].map((value) => ({ value }));
  const question = (
    await make('POST', `${at}/questions`, {
      name: 'quality',
      title: 'Q',
      required: true,
      settings: { type: 'rating', options },
    })
  ).id;
  await make('POST', `${at}/questions`, { name: 'why', title: 'Why', settings: { type: 'text' } });
  const properties: string[] = [];
  for (const [property, type] of [
    ['shown', 'terms'],
    ['hidden', 'terms'],
    ['count', 'integer'],
  ] as const) {
    const body = { name: property, title: property, settings: { type }, visible_for_annotators: property === 'shown' };
    properties.push((await make('POST', `${at}/metadata-properties`, body)).id);
  }
  await make('PUT', `${at}/publish`);
  const bobs = (status: string, value: number) => ({
    user_id: users['bob'],
    status,
    values: { quality: { value }, why: { value: `because ${secrets.word}` } },
  });
  const anns = { user_id: users['ann'], status: 'submitted', values: { quality: { value: 3 } } };
  const hidden = { hidden: secrets.word, count: secrets.number, undeclared: secrets.word };
  const items = [
    { metadata: { shown: 'a', ...hidden }, responses: [bobs('submitted', secrets.value), anns] },
    { metadata: hidden, responses: [bobs('submitted', secrets.value)] },
    { metadata: { shown: 'b', hidden: 'same' }, responses: [bobs('draft', secrets.value), anns] },
    { metadata: { shown: 'a', count: secrets.number }, responses: [bobs('discarded', 6 - secrets.value)] },
    { metadata: { hidden: 'same' } },
    { metadata: secrets.more ? hidden : null },
  ].map((item, index) => ({ external_id: `x${index}`, fields: { prompt: `Prompt number ${index}` }, ...item }));
  await make('PUT', `${at}/records/bulk`, { items });
  const { items: records } = await make('GET', `${at}/records?include=responses`);
  const suggestions: string[] = [];
  for (const [index, { id }] of records.entries()) {
    if (index % 2 === 1 && !secrets.more) continue;
    const suggestion = {
      question_id: question,
      value: secrets.value,
      score: secrets.value / 10,
      agent: secrets.word,
      type: 'model',
    };
    suggestions.push((await make('PUT', `/records/${id}/suggestions`, suggestion)).id);
  }
  // From here on, both draw the same random bytes at the same times again.
  nowMs += 60_000;
  seed = 'attack';
  count = 0;
  const responses: string[] = records.flatMap((record: { responses: { id: string }[] }) =>
    record.responses.map(({ id }) => id),
  );
  return {
    server,
    ask,
    ids: {
      user_id: Object.values(users),
      workspace_id: [workspace],
      dataset_id: [dataset],
      field_id: [field.id],
      question_id: [question],
      metadata_property_id: properties,
      record_id: records.map(({ id }: { id: string }) => id),
      response_id: responses,
      suggestion_id: suggestions.slice(0, 1),
    },
  };
}

/** Every route of the API, as the web server lists it. */
async function listRoutes(): Promise<[method: string, path: string][]> {
  const store = Store.open(join(folder, 'routes.db'), {
    clock: () => start,
    randomBytes: (size) => new Uint8Array(size),
  });
  const app = await createApp(store, () => {});
  await app.ready();
  const parents: string[] = [];
  const found: [string, string][] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, branch = '', text = '', , methods = ''] = /^(.*?── )(.*?)( \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (branch === '') continue;
    const depth = branch.length / 4 - 1;
    parents.splice(depth, Infinity, text);
    for (const method of methods.split(', ').filter((name) => name !== '')) found.push([method, parents.join('')]);
  }
  await app.close();
  store.close();
  return found.filter(([method, path]) => path.startsWith('/api/v1') && !['HEAD', 'OPTIONS', 'TRACE'].includes(method));
}

/** Paths of a route with every known id in each place. */
function pathsOf(url: string, ids: Twin['ids']): string[] {
  const [, name] = /:(\w+)/.exec(url) ?? [];
  if (name === undefined) return [url.replace('/api/v1', '')];
  const known = ids[name];
  if (known === undefined) throw new Error(`the test has no id for ${name}`);
  return known.flatMap((id) => pathsOf(url.replace(`:${name}`, id), ids));
}

const answer = { status: 'submitted', values: { quality: { value: 4 } } };

/** Bodies that a route takes, besides none. */
function bodiesOf(method: string, url: string, ids: Twin['ids']): unknown[] {
  if (method === 'GET' || method === 'DELETE') return [];
  if (url.endsWith('/records/search')) return [{}];
  if (url.endsWith('/responses/bulk'))
    return [{ items: ids['record_id']?.map((id) => ({ record_id: id, ...answer })) }];
  if (url.includes('/responses')) return [answer];
  if (url.endsWith('/suggestions')) return [{ question_id: ids['question_id']?.[0], value: 2 }];
  if (url.endsWith('/records/bulk')) return [{ items: [{ external_id: 'x1' }] }];
  return [{}, { name: 'x', title: 'x', settings: { type: 'terms' } }];
}

/** The same request to both servers. Both must respond alike, and without what was planted. */
async function askBoth(who: 'ann' | 'outsider', method: string, path: string, body?: unknown): Promise<Answer> {
  const [first, second] = await Promise.all(twins.map(({ ask }) => ask(who, method, path, body)));
  const said = JSON.stringify(first);
  expect(JSON.stringify(second), `${who} ${method} ${path} ${JSON.stringify(body)}`).toBe(said);
  // What a search asks for may come back in the message that refuses it.
  expect(said.replaceAll(/"detail":"[^"]*"/g, '')).not.toContain('planted');
  return first ?? { status: 0, body: null };
}

const name = fc.constantFrom('quality', 'why', 'shown', 'hidden', 'count', 'undeclared');
const scope = fc.oneof(
  fc.record({ entity: fc.constant('metadata'), metadata_property: name }),
  fc.record({ entity: fc.constant('response'), question: name }),
  fc.constant({ entity: 'response', property: 'status' }),
  fc.record({
    entity: fc.constant('suggestion'),
    question: name,
    property: fc.constantFrom('value', 'score', 'agent', 'type'),
  }),
  fc.record({
    entity: fc.constant('record'),
    property: fc.constantFrom('id', 'external_id', 'inserted_at', 'updated_at', 'status'),
  }),
);
const term = fc.constantFrom(
  'planted-one',
  'planted-other',
  'because planted-one',
  'same',
  'a',
  'model',
  'x0',
  'x5',
  '1',
  '3',
  '5',
  '7',
  '70',
  '0.1',
  '0.5',
  'pending',
  'completed',
  'submitted',
  'discarded',
  'draft',
);
const filter = fc.oneof(
  fc.record({ type: fc.constant('terms'), scope, values: fc.array(term, { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('range'), scope, ge: fc.constantFrom(0, 2, 8, 50) }),
);
const word = fc.constantFrom('prompt', 'number', 'planted-one', 'planted', 'because', 'same', '7', 'pl*');
const search = fc.record(
  {
    filters: fc.record({ and: fc.array(filter, { minLength: 1, maxLength: 2 }) }),
    sort: fc.array(fc.record({ scope, order: fc.constantFrom('asc', 'desc') }), { minLength: 1, maxLength: 2 }),
    query: fc.record({ text: fc.record({ q: word }) }),
  },
  { requiredKeys: [] },
);
const page = fc.constantFrom(
  '',
  'include=responses,suggestions,vectors',
  'limit=2',
  'limit=50&offset=1&include=responses',
);

const withoutSecrets = ({ ids }: Twin) => ({ ...ids, suggestion_id: [] });

describe('raters see the prompt and nothing else', () => {
  test('the two servers differ in what the owner sees', async () => {
    const path = `/datasets/${twins[0].ids['dataset_id']?.[0]}/records?include=responses,suggestions`;
    const [first, second] = await Promise.all(twins.map(({ ask }) => ask('owner', 'GET', path)));
    expect(first?.status).toBe(200);
    expect(second?.body).not.toEqual(first?.body);
    expect(withoutSecrets(twins[1])).toEqual(withoutSecrets(twins[0]));
  });

  test('no filter, order, word, part or page of a search gives anything away', async () => {
    const at = `/me/datasets/${twins[0].ids['dataset_id']?.[0]}/records/search`;
    const counts: Record<number, number> = {};
    await fc.assert(
      fc.asyncProperty(search, page, async (body, query) => {
        const { status } = await askBoth('ann', 'POST', `${at}?${query}`, body);
        counts[status] = (counts[status] ?? 0) + 1;
      }),
      { numRuns: 400 },
    );
    expect(Object.keys(counts)).toEqual(['200', '422']);
  });

  test.each(['outsider', 'ann'] as const)('no route gives anything away to %s', async (who) => {
    const { ids } = twins[0];
    const statuses = new Map<string, number>();
    // Reading first: writing changes what there is to read.
    const ordered = routes.toSorted(([a], [b]) => Number(a !== 'GET') - Number(b !== 'GET'));
    for (const [method, url] of ordered) {
      for (const path of pathsOf(url, ids)) {
        const query = method === 'GET' ? '?include=responses,suggestions,vectors&limit=100' : '';
        for (const body of [undefined, ...bodiesOf(method, url, ids)]) {
          const { status } = await askBoth(who, method, `${path}${query}`, body);
          statuses.set(`${method} ${url}`, Math.min(status, statuses.get(`${method} ${url}`) ?? 999));
        }
      }
    }
    const answered = [...statuses.values()].filter((status) => status < 300).length;
    expect(statuses.size).toBeGreaterThan(50);
    expect(answered).toBeGreaterThan(who === 'ann' ? 20 : 5);
    expect([...statuses].filter(([, status]) => status >= 500)).toEqual([]);
  });
});
