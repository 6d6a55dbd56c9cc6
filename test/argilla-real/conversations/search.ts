import type { Conversation, World } from '../../support/argilla-world.ts';

const byInsertion = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'asc' }];

async function fill(world: World): Promise<void> {
  await world.ready({ distribution: { strategy: 'overlap', min_submitted: 2 } });
  const answer = (who: 'ann' | 'bob', value: number, status = 'submitted') => ({
    user_id: world.id(who),
    status,
    values: { quality: { value } },
  });
  await world.put(
    {
      external_id: 'one',
      fields: { prompt: 'Hello world, how are you?' },
      metadata: { source: 'a', len: 3, score: 0.5 },
      responses: [answer('ann', 5), answer('bob', 1)],
    },
    {
      external_id: 'two',
      fields: { prompt: 'Write a haiku about the sea' },
      metadata: { source: 'b', len: 30, score: 2.5 },
      responses: [answer('ann', 2)],
    },
    {
      external_id: 'three',
      fields: { prompt: 'hello again; Write!' },
      metadata: { source: ['a', 'b'] },
      responses: [answer('bob', 4, 'discarded')],
    },
    {
      external_id: 'four',
      fields: { prompt: 'Été in Köln' },
      metadata: { len: 7, score: 1.5 },
      suggestions: [{ question_id: world.question, value: 4, score: 0.75, agent: 'model-x', type: 'model' }],
    },
    { external_id: 'five', fields: { prompt: '' }, responses: [answer('ann', 3, 'draft')] },
  );
}

const find = (world: World, body: object, path = `${world.at()}/records/search`) =>
  world.ask('owner', 'POST', path, { sort: byInsertion, ...body });

const where = (...and: object[]) => ({ filters: { type: 'and', and } });
const terms = (scope: object, ...values: unknown[]) => ({ type: 'terms', scope, values });
const range = (scope: object, ge: unknown, le?: unknown) => ({ type: 'range', scope, ge, le });

const record = (property: string) => ({ entity: 'record', property });
const metadata = (metadata_property: string) => ({ entity: 'metadata', metadata_property });
const suggestion = (property: string) => ({ entity: 'suggestion', question: 'quality', property });

/** Finding records. */
export const aboutSearch: Conversation[] = [
  {
    name: 'words: all of them, case folded, with beginnings',
    talk: async (world) => {
      await fill(world);
      for (const q of [
        'hello',
        'HELLO world',
        'hello sea',
        'hel*',
        'hel',
        'write',
        'köln',
        'été',
        'the',
        'you?',
        'nothing',
        'haiku about wri*',
      ]) {
        await find(world, { query: { text: { q, field: null }, vector: null } });
      }
      await find(world, { query: { text: { q: 'hello', field: 'prompt' } } });
      await find(world, { query: { text: { q: 'hello', field: 'nope' } } });
    },
  },
  {
    name: 'filters on the record',
    talk: async (world) => {
      await fill(world);
      await find(world, where(terms(record('status'), 'completed')));
      await find(world, where(terms(record('status'), 'pending', 'completed')));
      await find(world, where(terms(record('external_id'), 'two', 'nope', 'five')));
      await find(world, where(terms(record('external_id'), 7)));
      await find(world, where(range(record('inserted_at'), '2020-01-01T00:00:00', '2120-01-01T00:00:00')));
      await find(world, where(range(record('inserted_at'), '2120-01-01T00:00:00')));
    },
  },
  {
    name: 'filters on answers',
    talk: async (world) => {
      await fill(world);
      const status = { entity: 'response', property: 'status' };
      const quality = { entity: 'response', question: 'quality', property: null };
      for (const values of [
        ['submitted'],
        ['discarded'],
        ['draft'],
        ['pending'],
        ['pending', 'draft'],
        ['submitted', 'discarded', 'draft'],
      ]) {
        await find(world, where(terms(status, ...values)));
      }
      await find(world, where(range(quality, 4)));
      await find(world, where(range(quality, 2, 3)));
      await find(world, where(terms(quality, 5, '2')));
      await find(world, where(range(quality, 4), terms(status, 'submitted')));
    },
  },
  {
    name: 'filters on one’s own answers',
    talk: async (world) => {
      await fill(world);
      const status = { entity: 'response', property: 'status' };
      const pending = { entity: 'record', property: 'status' };
      for (const who of ['ann', 'bob'] as const) {
        for (const values of [['pending'], ['submitted'], ['discarded', 'draft'], ['pending', 'draft']]) {
          const body = { ...where(terms(status, ...values)), sort: byInsertion };
          await world.ask(who, 'POST', `/me${world.at()}/records/search?include=responses`, body);
        }
        const queue = { ...where(terms(status, 'pending'), terms(pending, 'pending')), sort: byInsertion };
        await world.ask(who, 'POST', `/me${world.at()}/records/search`, queue);
        await world.ask(who, 'POST', `/me${world.at()}/records/search`, {
          ...where(range({ entity: 'response', question: 'quality' }, 4)),
          sort: byInsertion,
        });
      }
    },
  },
  {
    name: 'filters on metadata and suggestions',
    talk: async (world) => {
      await fill(world);
      await find(world, where(terms(metadata('source'), 'a')));
      await find(world, where(terms(metadata('source'), 'a', 'b')));
      await find(world, where(range(metadata('len'), 5, 30)));
      await find(world, where(range(metadata('score'), 0.5)));
      await find(world, where(terms(metadata('len'), '7')));
      await find(world, where(terms(suggestion('agent'), 'model-x')));
      await find(world, where(range(suggestion('score'), 0.5)));
      await find(world, where(terms(suggestion('value'), 4)));
      await find(world, where(terms(suggestion('type'), 'human')));
      await find(world, where(terms({ entity: 'suggestion', question: 'quality' }, 4)));
    },
  },
  {
    name: 'sorting, with missing values last',
    talk: async (world) => {
      await fill(world);
      for (const order of ['asc', 'desc']) {
        for (const scope of [
          { entity: 'record', property: 'inserted_at' },
          { entity: 'record', property: 'external_id' },
          { entity: 'metadata', metadata_property: 'len' },
          { entity: 'suggestion', question: 'quality', property: 'score' },
        ]) {
          await find(world, { sort: [{ scope, order }, ...byInsertion] });
        }
      }
    },
  },
  {
    name: 'searches that name what is not there',
    talk: async (world) => {
      await world.ready();
      await find(world, where(terms({ entity: 'metadata', metadata_property: 'nope' }, 'a')));
      await find(world, where(terms({ entity: 'response', question: 'nope' }, 'a')));
      await find(world, where(terms({ entity: 'suggestion', question: 'nope' }, 'a')));
      await find(world, { sort: [{ scope: { entity: 'metadata', metadata_property: 'nope' }, order: 'asc' }] });
      await find(world, { query: { vector: { name: 'v', value: [1] } } });
    },
  },
  {
    name: 'searches that do not fit',
    talk: async (world) => {
      await world.ready();
      const scope = { entity: 'record', property: 'status' };
      for (const body of [
        where(),
        where(...Array(51).fill(terms(scope, 'a'))),
        where(terms(scope)),
        where(terms(scope, ...Array(251).fill('a'))),
        where(terms({ entity: 'x' }, 'a')),
        where(terms({ entity: 'record', property: 'nope' }, 'a')),
        where(range(scope, undefined)),
        where(range(scope, 5, 1)),
        where({ type: 'x' }),
        { sort: [] },
        { sort: [{ scope, order: 'up' }] },
        { query: { text: {} } },
        { filters: [] },
        [],
      ]) {
        await find(world, body);
      }
      await world.ask('owner', 'POST', `${world.at()}/records/search`);
    },
  },
  {
    name: 'pages of a search',
    talk: async (world) => {
      await fill(world);
      for (const page of ['?limit=2', '?limit=2&offset=2', '?limit=2&offset=4', '?offset=100'])
        await find(world, {}, `${world.at()}/records/search${page}`);
    },
  },
];
