import type { Conversation, Who } from '../../support/argilla-world.ts';

const everybody: Who[] = ['owner', 'admin', 'ann', 'outsider', 'nobody'];
const sort = [{ scope: { entity: 'record', property: 'inserted_at' }, order: 'asc' }];
const noId = '11111111-1111-4111-8111-111111111111';

/** Who may do what. */
export const aboutAccess: Conversation[] = [
  {
    name: 'nobody gets in without a key, and a wrong one is none',
    talk: async (world) => {
      for (const path of ['/me', '/me/workspaces', '/me/datasets', '/users', '/records/x', `/datasets/${noId}`]) {
        await world.ask('nobody', 'GET', path);
      }
      await world.ask('nobody', 'POST', '/datasets', { name: '' });
    },
  },
  {
    name: 'users are the owner’s alone',
    talk: async (world) => {
      for (const who of ['admin', 'ann'] as const) {
        await world.ask(who, 'GET', '/users');
        await world.ask(who, 'GET', `/users/${world.id('bob')}`);
        await world.ask(who, 'GET', `/users/${world.id('bob')}/workspaces`);
        await world.ask(who, 'POST', '/users', { username: 'x', first_name: 'x', password: '12345678' });
        await world.ask(who, 'POST', '/users', { username: 'x' });
        await world.ask(who, 'PATCH', `/users/${world.id('bob')}`, { first_name: 'B' });
        await world.ask(who, 'DELETE', `/users/${world.id('bob')}`);
        await world.ask(who, 'DELETE', `/users/${noId}`);
      }
    },
  },
  {
    name: 'workspaces are made by the owner, looked into by members',
    talk: async (world) => {
      for (const who of everybody) {
        await world.ask(who, 'GET', `/workspaces/${world.workspace}`);
        await world.ask(who, 'GET', `/workspaces/${world.workspace}/users`);
        if (who === 'owner') continue;
        await world.ask(who, 'GET', `/workspaces/${noId}`);
        await world.ask(who, 'POST', '/workspaces', { name: 'x' });
        await world.ask(who, 'DELETE', `/workspaces/${world.workspace}`);
        await world.ask(who, 'POST', `/workspaces/${world.workspace}/users`, { user_id: world.id('outsider') });
        await world.ask(who, 'DELETE', `/workspaces/${world.workspace}/users/${world.id('outsider')}`);
      }
    },
  },
  {
    name: 'an admin may take a member out of their workspace, a rater may not',
    talk: async (world) => {
      await world.ask('ann', 'DELETE', `/workspaces/${world.workspace}/users/${world.id('bob')}`);
      await world.ask('admin', 'DELETE', `/workspaces/${world.workspace}/users/${world.id('bob')}`);
      await world.ask('bob', 'GET', `/workspaces/${world.workspace}`);
    },
  },
  {
    name: 'datasets are managed by owner and admin',
    talk: async (world) => {
      await world.ready();
      for (const who of everybody) {
        await world.ask(who, 'GET', world.at());
        await world.ask(who, 'POST', '/datasets', { name: `of ${who}`, workspace_id: world.workspace });
        await world.ask(who, 'PATCH', world.at(), { guidelines: `by ${who}` });
        await world.ask(who, 'PUT', `${world.at()}/publish`);
        await world.ask(who, 'POST', `${world.at()}/fields`, { name: 'f', title: 'f', settings: { type: 'text' } });
        await world.ask(who, 'POST', `${world.at()}/questions`, { name: 'f', title: 'f', settings: { type: 'text' } });
        await world.ask(who, 'GET', `${world.at()}/fields`);
        await world.ask(who, 'GET', `${world.at()}/questions`);
        await world.ask(who, 'GET', `${world.at()}/vectors-settings`);
      }
      for (const who of ['ann', 'outsider', 'admin'] as const) await world.ask(who, 'DELETE', world.at());
    },
  },
  {
    name: 'lists show what one may see',
    talk: async (world) => {
      await world.ready();
      for (const who of ['admin', 'ann', 'outsider'] as const) {
        await world.ask(who, 'GET', '/me/workspaces');
        await world.ask(who, 'GET', '/me/datasets');
        await world.ask(who, 'GET', `/me/datasets?workspace_id=${world.workspace}`);
        await world.ask(who, 'GET', `/me/datasets?workspace_id=${noId}`);
      }
      await world.ask('owner', 'GET', `/me/datasets?workspace_id=${noId}`);
      await world.ask('owner', 'GET', `/me/datasets?workspace_id=${world.workspace}&name=ds&status=ready`);
      await world.ask('owner', 'GET', `/me/datasets?workspace_id=${world.workspace}&status=draft`);
      await world.ask('owner', 'GET', `/me/datasets?workspace_id=x&status=done`);
    },
  },
  {
    name: 'records are listed and written by owner and admin',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      for (const who of everybody) {
        await world.ask(who, 'GET', `${world.at()}/records?include=responses`);
        await world.ask(who, 'POST', `${world.at()}/records/search`, { sort });
        // What annotators get of a record differs on purpose; test/local/blind-rating.test.ts covers it.
        if (who !== 'ann') await world.ask(who, 'GET', `/records/${record?.id}`);
        await world.ask(who, 'PUT', `${world.at()}/records/bulk`, {
          items: [{ external_id: 'x0', metadata: { by: who } }],
        });
        await world.ask(who, 'POST', `${world.at()}/records/bulk`, { items: [{ fields: { prompt: who } }] });
        await world.ask(who, 'PATCH', `/records/${record?.id}`, { metadata: { patched: who } });
      }
      for (const who of ['ann', 'outsider'] as const) {
        await world.ask(who, 'DELETE', `/records/${record?.id}`);
        await world.ask(who, 'DELETE', `${world.at()}/records?ids=${record?.id}`);
      }
    },
  },
  {
    name: 'raters see their own answers in the search, owner and admin everybody’s in the record',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put({
        external_id: 'x0',
        fields: { prompt: 'p' },
        metadata: { source: 'a', len: 3, hidden: 1 },
        responses: [{ user_id: world.id('bob'), status: 'submitted', values: { quality: { value: 2 } } }],
      });
      for (const who of ['ann', 'bob', 'admin', 'owner', 'outsider'] as const) {
        await world.ask(who, 'POST', `/me/datasets/${world.dataset}/records/search?include=responses`, { sort });
        if (who !== 'ann' && who !== 'bob') await world.ask(who, 'GET', `/records/${record?.id}`);
        await world.ask(who, 'GET', `/me/datasets/${world.dataset}/metadata-properties`);
      }
    },
  },
  {
    name: 'an answer belongs to its rater, owner and admin',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      const body = { status: 'submitted', values: { quality: { value: 3 } } };
      await world.ask('outsider', 'POST', `/records/${record?.id}/responses`, body);
      const { body: response } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, body);
      for (const who of ['bob', 'outsider', 'admin', 'owner', 'ann'] as const) {
        await world.ask(who, 'PUT', `/responses/${response.id}`, {
          status: 'submitted',
          values: { quality: { value: 4 } },
        });
      }
      for (const who of ['bob', 'admin'] as const) await world.ask(who, 'DELETE', `/responses/${response.id}`);
    },
  },
  {
    name: 'who left the workspace may still change their answers, but see and give none',
    talk: async (world) => {
      await world.ready();
      const [one, two] = await world.put('one', 'two');
      const body = { status: 'submitted', values: { quality: { value: 3 } } };
      const { body: response } = await world.ask('ann', 'POST', `/records/${one?.id}/responses`, body);
      await world.ask('owner', 'DELETE', `/workspaces/${world.workspace}/users/${world.id('ann')}`);
      await world.ask('ann', 'PUT', `/responses/${response.id}`, { status: 'discarded', values: {} });
      await world.ask('ann', 'POST', `/records/${two?.id}/responses`, body);
      await world.ask('ann', 'POST', '/me/responses/bulk', { items: [{ record_id: two?.id, ...body }] });
      await world.ask('ann', 'GET', world.at());
      await world.ask('owner', 'GET', `${world.at()}/records?include=responses`);
    },
  },
  {
    name: 'paths and methods that are not there',
    talk: async (world) => {
      for (const [method, path] of [
        ['GET', '/nope'],
        ['POST', '/nope'],
        ['GET', '/workspaces'],
        ['PUT', '/me'],
        ['DELETE', '/version'],
        ['PATCH', '/users'],
        ['GET', '/datasets'],
        ['GET', `/datasets/${noId}/metadata-properties`],
      ] as const) {
        await world.ask('owner', method, path);
        await world.ask('nobody', method, path);
      }
    },
  },
  {
    name: 'ids that are none, and ids of nothing',
    talk: async (world) => {
      const odd = [
        'x',
        '1234',
        '123e4567-e89b-12d3-a456',
        '123e4567-e89b-12d3-a456-42661417400',
        '123e4567e89b12d3a456426614174000',
        noId,
      ];
      for (const id of odd) {
        await world.ask('owner', 'GET', `/datasets/${id}`);
        await world.ask('owner', 'GET', `/records/${id}`);
        await world.ask('owner', 'GET', `/workspaces/${id}`);
      }
      for (const path of [
        `/users/${noId}`,
        `/datasets/${noId}/progress`,
        `/datasets/${noId}/fields`,
        `/workspaces/${noId}/users`,
      ]) {
        await world.ask('owner', 'GET', path);
      }
      for (const path of [
        '/responses/',
        '/suggestions/',
        '/fields/',
        '/questions/',
        '/metadata-properties/',
        '/records/',
        '/datasets/',
      ]) {
        await world.ask('owner', 'DELETE', `${path}${noId}`);
      }
    },
  },
];
