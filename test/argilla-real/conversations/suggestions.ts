import type { Conversation, World } from '../../support/argilla-world.ts';

const noId = '11111111-1111-4111-8111-111111111111';
const put = (world: World, ...suggestions: unknown[]) =>
  world.ask('owner', 'PUT', `${world.at()}/records/bulk`, { items: [{ external_id: 'x0', suggestions }] });

/** Suggested answers. */
export const aboutSuggestions: Conversation[] = [
  {
    name: 'suggestions with records: one per question, absent parts become null',
    talk: async (world) => {
      await world.ready();
      await world.put('one');
      const question_id = world.question;
      await put(world, {
        question_id,
        value: 4,
        score: 0.9,
        agent: 'model-x',
        type: 'model',
        question_name: 'quality',
        id: null,
      });
      await put(world, { question_id, value: 5, score: 1 });
      await put(world);
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: 'x0', suggestions: null }],
      });
      await world.ask('owner', 'GET', `${world.at()}/records?include=suggestions`);
    },
  },
  {
    name: 'suggestions with records that do not fit',
    talk: async (world) => {
      await world.ready();
      await world.put('one');
      const fine = { question_id: world.question, value: 4 };
      for (const change of [
        { value: 9 },
        { value: 'x' },
        { value: null },
        { value: 3.5 },
        { question_id: noId },
        { question_id: 'x' },
        { score: 2 },
        { score: -0.1 },
        { score: [] },
        { score: [0.5] },
        { agent: '' },
        { agent: 'a!b' },
        { agent: 'x'.repeat(201) },
        { type: 'robot' },
      ]) {
        await put(world, { ...fine, ...change });
      }
      await put(world, fine, fine);
      await put(world, {});
    },
  },
  {
    name: 'suggestions one by one',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      const path = `/records/${record?.id}/suggestions`;
      const fine = { question_id: world.question, value: 4 };
      await world.ask('ann', 'PUT', path, fine);
      const { body } = await world.ask('owner', 'PUT', path, fine);
      await world.ask('owner', 'PUT', path, { ...fine, value: 2, score: 0.25, agent: 'a', type: 'human' });
      await world.ask('owner', 'PUT', path, { ...fine, value: 9 });
      await world.ask('owner', 'PUT', path, { ...fine, question_id: noId });
      await world.ask('admin', 'GET', path);
      await world.ask('ann', 'DELETE', `${path}?ids=${body.id}`);
      for (const query of ['', '?ids=', '?ids=x', `?ids=${noId}`, `?ids=${body.id}`])
        await world.ask('owner', 'DELETE', `${path}${query}`);
      await world.ask('owner', 'GET', path);
    },
  },
  {
    name: 'PATCH replaces a record’s suggestions',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put({
        external_id: 'x0',
        fields: { prompt: 'p' },
        suggestions: [{ question_id: world.question, value: 4 }],
      });
      await world.ask('owner', 'PATCH', `/records/${record?.id}`, {
        suggestions: [{ question_id: world.question, value: 2 }],
      });
      await world.ask('owner', 'PATCH', `/records/${record?.id}`, { suggestions: [] });
      await world.ask('owner', 'PATCH', `/records/${record?.id}`, {
        suggestions: [{ question_id: world.question, value: 9 }],
      });
    },
  },
  {
    name: 'a suggestion is deleted by its id; agents are listed',
    talk: async (world) => {
      await world.ready();
      await world.put({
        external_id: 'x0',
        fields: { prompt: 'p' },
        suggestions: [{ question_id: world.question, value: 4, agent: 'model-x' }],
      });
      await world.ask('admin', 'GET', `${world.at()}/records/search/suggestions/options`);
      const { body } = await world.ask('owner', 'GET', `${world.at()}/records?include=suggestions`);
      const { id } = body.items[0].suggestions[0];
      await world.ask('ann', 'DELETE', `/suggestions/${id}`);
      await world.ask('outsider', 'GET', `${world.at()}/records/search/suggestions/options`);
      await world.ask('owner', 'DELETE', `/suggestions/${id}`);
      await world.ask('owner', 'DELETE', `/suggestions/${id}`);
    },
  },
];
