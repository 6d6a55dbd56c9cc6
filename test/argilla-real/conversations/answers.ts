import type { Conversation, World } from '../../support/argilla-world.ts';

const answer = (value: unknown) => ({ status: 'submitted', values: { quality: { value } } });
const noId = '11111111-1111-4111-8111-111111111111';
const withValue = (value: string) => `{"status":"submitted","values":{"quality":{"value":${value}}}}`;
const oddValues = ['3', '3.0', '3e0', '"3"', 'true', 'null', '9', '0', '[1]', '["a"]', '{}', '[]', '"x"'];

async function restore(world: World, ...responses: object[]): Promise<void> {
  await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, { items: [{ external_id: 'x0', responses }] });
}

/** Answers of raters. */
export const aboutAnswers: Conversation[] = [
  {
    name: 'an answer is given once, changed and deleted',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      const { body } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(3));
      await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(4));
      await world.ask('ann', 'PUT', `/responses/${body.id}`, answer(4));
      await world.ask('ann', 'PUT', `/responses/${body.id}`, { status: 'discarded', values: {} });
      await world.ask('ann', 'PUT', `/responses/${body.id}`, { status: 'draft', values: { why: { value: 'hm' } } });
      await world.ask('ann', 'DELETE', `/responses/${body.id}`);
      await world.ask('ann', 'DELETE', `/responses/${body.id}`);
      await world.ask('ann', 'PUT', `/responses/${body.id}`, answer(4));
      await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(5));
      await world.ask('ann', 'POST', `/records/${noId}/responses`, answer(5));
    },
  },
  {
    name: 'a rating is a JSON integer of the list (POST)',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      for (const value of oddValues) {
        const { status, body } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, withValue(value));
        if (status === 201) await world.ask('ann', 'DELETE', `/responses/${body.id}`);
      }
    },
  },
  {
    name: 'a rating is a JSON integer of the list (PUT)',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      const { body } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(1));
      for (const value of oddValues) await world.ask('ann', 'PUT', `/responses/${body.id}`, withValue(value));
    },
  },
  {
    name: 'a rating is a JSON integer of the list (bulk)',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      for (const value of oddValues) {
        const item = withValue(value).replace('{', `{"record_id":"${record?.id}",`);
        await world.ask('ann', 'POST', '/me/responses/bulk', `{"items":[${item}]}`);
      }
    },
  },
  {
    name: 'answers that do not fit',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      for (const body of [
        {},
        { status: 'submitted' },
        { status: 'submitted', values: null },
        { status: 'submitted', values: {} },
        { status: 'submitted', values: { quality: 3 } },
        { status: 'submitted', values: { quality: {} } },
        { status: 'submitted', values: { why: { value: 'x' } } },
        { status: 'nope', values: {} },
        { status: 'submitted', values: [] },
        { status: 'submitted', values: { quality: { value: 3 }, "it's": { value: 1 } } },
        { status: 'submitted', values: { quality: { value: 3 }, why: { value: 7 } } },
        { values: {} },
      ]) {
        await world.ask('ann', 'POST', `/records/${record?.id}/responses`, body);
      }
      const { body: response } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, {
        ...answer(2),
        user_id: noId,
        extra: 1,
      });
      for (const body of [
        {},
        { status: 'submitted' },
        { status: 'submitted', values: null },
        { status: 'submitted', values: {} },
        { status: 'nope', values: {} },
        { values: {} },
        { status: 'draft', values: { quality: { value: 9 } } },
        { status: 'discarded', values: { nope: { value: 1 } } },
        [],
      ]) {
        await world.ask('ann', 'PUT', `/responses/${response.id}`, body);
      }
    },
  },
  {
    name: 'drafts may be partial, skipped ones may hold values',
    talk: async (world) => {
      await world.ready();
      const [one, two, three] = await world.put('one', 'two', 'three');
      await world.ask('ann', 'POST', `/records/${one?.id}/responses`, { status: 'draft', values: {} });
      await world.ask('ann', 'POST', `/records/${two?.id}/responses`, {
        status: 'discarded',
        values: { quality: { value: 1 } },
      });
      await world.ask('ann', 'POST', `/records/${three?.id}/responses`, {
        status: 'draft',
        values: { why: { value: '' } },
      });
      await world.ask('owner', 'GET', `${world.at()}/records?include=responses`);
      await world.ask('owner', 'GET', `${world.at()}/users/progress`);
    },
  },
  {
    name: 'bulk answers: every item has its own fate',
    talk: async (world) => {
      await world.ready();
      const [one, two] = await world.put('one', 'two');
      const items = [
        { record_id: one?.id, ...answer(1), user_id: world.id('bob') },
        { record_id: noId, ...answer(1) },
        { record_id: two?.id, ...answer(9) },
        { record_id: two?.id, status: 'submitted', values: {} },
        { record_id: two?.id, status: 'discarded', values: {} },
      ];
      await world.ask('ann', 'POST', '/me/responses/bulk', { items });
      await world.ask('outsider', 'POST', '/me/responses/bulk', { items });
      await world.ask('ann', 'POST', '/me/responses/bulk', { items: [{ record_id: one?.id, ...answer(5) }] });
      await world.ask('owner', 'GET', `${world.at()}/records?include=responses`);
    },
  },
  {
    name: 'bulk answers that do not fit',
    talk: async (world) => {
      await world.ready();
      const [one] = await world.put('one');
      const item = { record_id: one?.id, ...answer(1) };
      for (const items of [
        [],
        Array.from({ length: 101 }, () => item),
        [{ ...item, status: 'x' }],
        [{ ...item, record_id: 'x' }],
        [{ record_id: one?.id }],
        [{ ...item, values: null }],
        ['x'],
        'x',
        null,
      ]) {
        await world.ask('ann', 'POST', '/me/responses/bulk', { items });
      }
      await world.ask('ann', 'POST', '/me/responses/bulk', {});
    },
  },
  {
    name: 'answers are restored for any user that exists',
    talk: async (world) => {
      await world.ready({ distribution: { strategy: 'overlap', min_submitted: 2 } });
      await world.put('one');
      await restore(world, { user_id: world.id('ann'), ...answer(5) });
      await restore(world, { user_id: world.id('outsider'), ...answer(1) });
      await restore(world, { user_id: world.id('ann'), ...answer(4), id: noId, inserted_at: '2020-01-01T00:00:00' });
      await restore(world);
      await restore(world, { user_id: world.id('ann'), status: 'draft', values: {} });
      await restore(world, { user_id: noId, ...answer(1) });
      await restore(world, { user_id: world.id('ann'), ...answer(1) }, { user_id: world.id('ann'), ...answer(2) });
      await world.ask('admin', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: 'x0', responses: [{ user_id: world.id('owner'), ...answer(2) }] }],
      });
      await world.ask('owner', 'GET', `${world.at()}/progress`);
    },
  },
  {
    name: 'restored answers that do not fit',
    talk: async (world) => {
      await world.ready();
      await world.put('one');
      const user_id = world.id('ann');
      for (const response of [
        { user_id },
        { user_id, status: 'nope', values: {} },
        { user_id, status: 'draft' },
        { user_id, status: 'draft', values: null },
        { user_id, status: 'submitted' },
        { user_id, status: 'submitted', values: {} },
        { user_id, status: 'submitted', values: { quality: 3 } },
        { user_id, status: 'submitted', values: { why: { value: 'x' } } },
        { user_id, ...answer('3') },
        { user_id, ...answer(3.5) },
        { user_id: 'x', ...answer(3) },
        { ...answer(3) },
        { user_id, ...answer(9) },
      ]) {
        await restore(world, response);
      }
    },
  },
];
