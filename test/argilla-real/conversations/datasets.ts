import type { Conversation } from '../../support/argilla-world.ts';

const noId = '11111111-1111-4111-8111-111111111111';
const rating = {
  name: 'quality',
  title: 'Quality',
  required: true,
  settings: { type: 'rating', options: [{ value: 1 }, { value: 2 }] },
};

/** Datasets from draft to deletion. */
export const aboutDatasets: Conversation[] = [
  {
    name: 'a dataset is made with defaults, read and deleted',
    talk: async (world) => {
      const { body } = await world.ask('owner', 'POST', '/datasets', { name: 'd', workspace_id: world.workspace });
      await world.ask('owner', 'GET', `/datasets/${body.id}`);
      await world.ask('owner', 'POST', '/datasets', { name: 'd', workspace_id: world.workspace });
      await world.ask('owner', 'DELETE', `/datasets/${body.id}`);
      await world.ask('owner', 'GET', `/datasets/${body.id}`);
    },
  },
  {
    name: 'a dataset is made with everything',
    talk: async (world) => {
      await world.ask('owner', 'POST', '/datasets', {
        name: 'Ein längerer / Name',
        workspace_id: world.workspace,
        guidelines: '# Read\nthis',
        allow_extra_metadata: false,
        distribution: { strategy: 'overlap', min_submitted: '3' },
        metadata: { a: { b: [1, 2.5, null] } },
        status: 'ready',
        id: null,
      });
    },
  },
  {
    name: 'datasets that do not fit',
    talk: async (world) => {
      const fine = { name: 'd', workspace_id: world.workspace };
      for (const change of [
        { name: '' },
        { name: 'x'.repeat(201) },
        { name: null },
        { guidelines: '' },
        { guidelines: 'x'.repeat(10_001) },
        { allow_extra_metadata: 'perhaps' },
        { distribution: { strategy: 'other', min_submitted: 0 } },
        { distribution: { min_submitted: 1.5 } },
        { distribution: null },
        { metadata: [] },
        { workspace_id: 'x' },
        { workspace_id: noId },
      ]) {
        await world.ask('owner', 'POST', '/datasets', { ...fine, ...change });
      }
      await world.ask('owner', 'POST', '/datasets', {});
    },
  },
  {
    name: 'limits count characters, not bytes',
    talk: async (world) => {
      await world.ask('owner', 'POST', '/datasets', { name: '😀'.repeat(200), workspace_id: world.workspace });
      await world.ask('owner', 'POST', '/datasets', { name: '😀'.repeat(201), workspace_id: world.workspace });
    },
  },
  {
    name: 'PATCH changes what differs, and the times only then',
    talk: async (world) => {
      await world.draft({ guidelines: 'old' });
      for (const body of [
        {},
        { name: 'ds' },
        { guidelines: 'old' },
        { guidelines: 'new' },
        { guidelines: null },
        { allow_extra_metadata: false },
        { distribution: { strategy: 'overlap', min_submitted: 1 } },
        { distribution: { strategy: 'overlap', min_submitted: 4 } },
        { metadata: { a: 1 } },
        { metadata: null },
        { name: 'other', id: noId, status: 'ready' },
      ]) {
        await world.ask('owner', 'PATCH', world.at(), body);
      }
      await world.ask('owner', 'GET', world.at());
    },
  },
  {
    name: 'PATCH refuses what does not fit',
    talk: async (world) => {
      await world.draft();
      for (const body of [
        { name: null },
        { distribution: null },
        { allow_extra_metadata: null },
        { name: '' },
        { guidelines: '' },
        { distribution: { strategy: 'overlap', min_submitted: 0 } },
        { distribution: {} },
        { metadata: 3 },
        [],
        'nonsense',
      ]) {
        await world.ask('owner', 'PATCH', world.at(), body);
      }
    },
  },
  {
    name: 'publishing needs a field and a required question',
    talk: async (world) => {
      const { body } = await world.ask('owner', 'POST', '/datasets', { name: 'd', workspace_id: world.workspace });
      const at = `/datasets/${body.id}`;
      await world.ask('owner', 'PUT', `${at}/publish`);
      await world.ask('owner', 'POST', `${at}/fields`, { name: 'prompt', title: 'P', settings: { type: 'text' } });
      await world.ask('owner', 'PUT', `${at}/publish`);
      await world.ask('owner', 'POST', `${at}/questions`, { ...rating, required: null });
      await world.ask('owner', 'PUT', `${at}/publish`);
      await world.ask('owner', 'POST', `${at}/questions`, { ...rating, name: 'second' });
      await world.ask('owner', 'PUT', `${at}/publish`);
      await world.ask('owner', 'PUT', `${at}/publish`);
      await world.ask('owner', 'GET', `${at}/progress`);
    },
  },
  {
    name: 'a draft has no records and no progress',
    talk: async (world) => {
      await world.draft();
      await world.ask('owner', 'POST', `${world.at()}/records/bulk`, { items: [{ fields: { prompt: 'a' } }] });
      await world.ask('owner', 'GET', `${world.at()}/records`);
      await world.ask('owner', 'GET', `${world.at()}/progress`);
      await world.ask('owner', 'GET', `${world.at()}/users/progress`);
    },
  },
  {
    name: 'a dataset goes with its records',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await world.ask('owner', 'DELETE', world.at());
      await world.ask('owner', 'GET', `/records/${record?.id}`);
      await world.ask('owner', 'GET', `${world.at()}/records`);
    },
  },
];
