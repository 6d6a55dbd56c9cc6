import type { Conversation, World } from '../../support/argilla-world.ts';

const put = (world: World, items: unknown) =>
  world.ask('owner', 'PUT', `${world.at()}/records/bulk`, typeof items === 'string' ? `{"items":${items}}` : { items });
const post = (world: World, items: unknown) => world.ask('owner', 'POST', `${world.at()}/records/bulk`, { items });
const list = (world: World) =>
  world.ask('owner', 'GET', `${world.at()}/records?include=responses&include=suggestions&include=vectors`);

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ external_id: `m${index}`, fields: { prompt: 'p' } }));

/** Writing many records at once. */
export const aboutBulk: Conversation[] = [
  {
    name: 'POST creates in order, and refuses ids it has',
    talk: async (world) => {
      await world.ready();
      await post(world, [
        { external_id: 'a', fields: { prompt: 'A' } },
        { fields: { prompt: 'B' } },
        { external_id: '', fields: { prompt: 'C' } },
      ]);
      await post(world, [
        { external_id: 'n', fields: { prompt: 'N' } },
        { external_id: 'a', fields: { prompt: 'A' } },
        { external_id: '', fields: { prompt: 'C' } },
      ]);
      await list(world);
    },
  },
  {
    name: 'PUT creates and updates, and tells nothing else',
    talk: async (world) => {
      await world.ready();
      await put(world, [
        { external_id: 'a', fields: { prompt: 'A' }, metadata: { source: 'a' } },
        { external_id: 'b', fields: { prompt: 'B' } },
      ]);
      await put(world, [
        { external_id: 'b', fields: { prompt: 'B2' } },
        { external_id: 'c', fields: { prompt: 'C' } },
        { external_id: 'a', metadata: {} },
      ]);
      await list(world);
    },
  },
  {
    name: 'identical content leaves updated_at alone, in any key order',
    talk: async (world) => {
      await world.ready();
      await put(world, [
        { external_id: 'a', fields: { prompt: 'A' }, metadata: { source: 'a', len: 3, x: { p: 1, q: 2 } } },
      ]);
      await put(world, [
        { external_id: 'a', fields: { prompt: 'A' }, metadata: { x: { q: 2, p: 1 }, len: 3, source: 'a' } },
      ]);
      await put(world, '[{"external_id":"a","metadata":{"x":{"q":2.0,"p":1},"len":3,"source":"a"}}]');
      await put(world, [{ external_id: 'a' }]);
      await put(world, [{ external_id: 'a', metadata: { source: 'a' } }]);
      await put(world, [{ external_id: 'a', metadata: {} }]);
      await put(world, [{ external_id: 'a', metadata: null }]);
      await put(world, [{ external_id: 'a', metadata: null }]);
    },
  },
  {
    name: 'PUT finds by id first, then by external id',
    talk: async (world) => {
      await world.ready();
      const [a, b] = await world.put('A', 'B');
      await put(world, [{ id: a?.id, fields: { prompt: 'by id' } }]);
      await put(world, [{ id: a?.id, external_id: 'x1', fields: { prompt: 'id wins' } }]);
      await put(world, [
        { id: '11111111-1111-4111-8111-111111111111', external_id: 'x1', fields: { prompt: 'unknown id' } },
      ]);
      await put(world, [{ id: '11111111-1111-4111-8111-111111111111', fields: { prompt: 'new' } }]);
      await put(world, [
        { id: b?.id, fields: { prompt: 'first' } },
        { external_id: 'x1', fields: { prompt: 'second' } },
      ]);
      await put(world, [{ id: 'x', fields: { prompt: 'p' } }]);
      await list(world);
    },
  },
  {
    name: 'external ids: numbers become text, null is always new',
    talk: async (world) => {
      await world.ready();
      await put(
        world,
        '[{"external_id":7,"fields":{"prompt":"a"}},{"external_id":1.5,"fields":{"prompt":"a"}},{"external_id":2.0,"fields":{"prompt":"a"}}]',
      );
      await put(world, [
        { external_id: '7', fields: { prompt: 'same' } },
        { external_id: null, fields: { prompt: 'n' } },
      ]);
      await put(world, [{ external_id: null, fields: { prompt: 'n' } }]);
      await put(world, [
        { external_id: true, fields: { prompt: 'n' } },
        { external_id: {}, fields: { prompt: 'n' } },
      ]);
      await put(world, [
        { external_id: '7', fields: { prompt: 'n' } },
        { external_id: 7, fields: { prompt: 'n' } },
      ]);
    },
  },
  {
    name: 'an external id is free again after its record went',
    talk: async (world) => {
      await world.ready();
      const [a] = await world.put('A');
      await world.ask('owner', 'DELETE', `/records/${a?.id}`);
      await post(world, [{ external_id: 'x0', fields: { prompt: 'again' } }]);
      await list(world);
    },
  },
  {
    name: 'a batch is stored whole or not at all',
    talk: async (world) => {
      await world.ready();
      await world.put('old');
      await put(world, [
        { external_id: 'x0', fields: { prompt: 'changed' } },
        { external_id: 'n', fields: { prompt: 'n' } },
        { external_id: 'bad', fields: { other: 'x' } },
      ]);
      await post(world, [
        { external_id: 'n', fields: { prompt: 'n' } },
        { external_id: 'bad', fields: {} },
      ]);
      await put(world, [{ external_id: 'n', fields: { prompt: 'n' } }, { external_id: 'm', fields: 'x' }, 5]);
      await list(world);
    },
  },
  {
    name: 'between 1 and 500 items',
    talk: async (world) => {
      await world.ready();
      for (const items of [[], many(501), null, {}, 'x'])
        await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, { items });
      await post(world, []);
      await post(world, many(501));
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {});
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`);
      await put(world, many(30));
      await world.ask('owner', 'GET', `${world.at()}/records?limit=1`);
    },
  },
  {
    name: 'fields: required, known, of their type',
    talk: async (world) => {
      await world.ready();
      for (const fields of [
        {},
        null,
        'x',
        [],
        { prompt: null },
        { prompt: 3 },
        { prompt: 3.5 },
        { prompt: true },
        { prompt: { a: 1 } },
        { prompt: 'p', other: 'x', "it's": 'y' },
        { other: 'x' },
        { prompt: '' },
        { prompt: ' \n\u0000\u2028 😀' },
      ]) {
        await put(world, [{ external_id: 'f', fields }]);
        await post(world, [{ fields }]);
      }
      await put(world, [{ external_id: 'g' }]);
      await post(world, [{}]);
      await put(world, '[{"external_id":"s","fields":{"prompt":"lone \\ud800"}}]');
    },
  },
  {
    name: 'an update may leave fields out, but not empty them',
    talk: async (world) => {
      await world.ready();
      await world.put('A');
      for (const fields of [null, {}, { prompt: null }, { prompt: 'new', extra: 'x' }, { prompt: 'new' }])
        await put(world, [{ external_id: 'x0', fields }]);
      await put(world, [{ external_id: 'x0', metadata: { source: 'b' } }]);
    },
  },
  {
    name: 'keys that mean nothing are ignored',
    talk: async (world) => {
      await world.ready();
      const noise = {
        status: 'completed',
        inserted_at: '2020-01-01T00:00:00',
        dataset_id: 'x',
        _server_id: 1,
        vectors: {},
        responses: [],
        suggestions: [],
      };
      await put(world, [{ external_id: 'a', fields: { prompt: 'p' }, id: null, ...noise }]);
      await put(world, [{ external_id: 'a', responses: null, suggestions: null, vectors: null }]);
    },
  },
  {
    name: 'no dataset has vectors here',
    talk: async (world) => {
      await world.ready();
      await put(world, [{ external_id: 'a', fields: { prompt: 'p' }, vectors: { v: [1, 2] } }]);
      await put(world, [{ external_id: 'a', fields: { prompt: 'p' }, vectors: [] }]);
    },
  },
  {
    name: 'bodies that are no JSON',
    talk: async (world) => {
      await world.ready();
      for (const body of [
        '',
        '[]',
        '"x"',
        'null',
        '{"items":[{}',
        '{"items":[{"fields":{"prompt":"a"}}]} trailing',
        '{"items":[{"fields":{"prompt":"a"}},]}',
      ]) {
        const { status } = await world.quietly('PUT', `${world.at()}/records/bulk`, body);
        world.spoken.push({ said: body, status, body: null });
      }
    },
  },
];
