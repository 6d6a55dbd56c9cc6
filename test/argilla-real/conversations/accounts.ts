import type { Conversation } from '../../support/argilla-world.ts';

const noId = '11111111-1111-4111-8111-111111111111';

/** Users and workspaces. */
export const aboutAccounts: Conversation[] = [
  {
    name: 'a workspace is made, read, refused twice and deleted',
    talk: async (world) => {
      const name = `${world.name}-more`;
      const { body } = await world.ask('owner', 'POST', '/workspaces', { name, id: null, inserted_at: null, extra: 1 });
      await world.ask('owner', 'GET', `/workspaces/${body.id}`);
      await world.ask('owner', 'POST', '/workspaces', { name });
      await world.ask('owner', 'POST', '/workspaces', { name: `${name}2`, id: body.id });
      await world.ask('owner', 'DELETE', `/workspaces/${body.id}`);
      await world.ask('owner', 'GET', `/workspaces/${body.id}`);
      await world.ask('owner', 'DELETE', `/workspaces/${body.id}`);
    },
  },
  {
    name: 'a workspace with a chosen id keeps it',
    talk: async (world) => {
      const id = crypto.randomUUID();
      await world.ask('owner', 'POST', '/workspaces', { name: `${world.name}-chosen`, id });
      await world.ask('owner', 'GET', `/workspaces/${id}`);
      await world.ask('owner', 'DELETE', `/workspaces/${id.toUpperCase()}`);
    },
  },
  {
    name: 'workspaces that do not fit',
    talk: async (world) => {
      for (const body of [
        {},
        { name: '' },
        { name: 3 },
        { name: null },
        { name: 'a', id: 'x' },
        { name: 'a', id: 5 },
        [],
        '"x"',
        'null',
        '7',
        '{"name":',
      ]) {
        await world.ask('owner', 'POST', '/workspaces', body);
      }
      await world.ask('owner', 'POST', '/workspaces');
    },
  },
  {
    name: 'a workspace with a dataset stays',
    talk: async (world) => {
      await world.draft();
      await world.ask('owner', 'DELETE', `/workspaces/${world.workspace}`);
    },
  },
  {
    name: 'members come and go',
    talk: async (world) => {
      const users = `/workspaces/${world.workspace}/users`;
      await world.ask('owner', 'POST', users, { user_id: world.id('outsider') });
      await world.ask('owner', 'POST', users, { user_id: world.id('outsider') });
      await world.ask('owner', 'POST', users, { user_id: noId });
      await world.ask('owner', 'POST', users, { user_id: 'x' });
      await world.ask('owner', 'POST', users, {});
      await world.ask('owner', 'POST', `/workspaces/${noId}/users`, { user_id: world.id('outsider') });
      await world.ask('owner', 'GET', users);
      await world.ask('owner', 'DELETE', `${users}/${world.id('outsider')}`);
      await world.ask('owner', 'DELETE', `${users}/${world.id('outsider')}`);
      await world.ask('owner', 'DELETE', `${users}/${noId}`);
      await world.ask('owner', 'GET', users);
    },
  },
  {
    name: 'a user is made, changed and deleted',
    talk: async (world) => {
      const username = `eve-${world.name}`;
      const { body } = await world.ask('owner', 'POST', '/users', {
        id: null,
        username,
        first_name: '  Eve ',
        last_name: null,
        password: '12345678',
        role: null,
        inserted_at: null,
      });
      const path = `/users/${body.id}`;
      await world.ask('owner', 'GET', path);
      await world.ask('owner', 'GET', `${path}/workspaces`);
      await world.ask('owner', 'PATCH', path, {});
      await world.ask('owner', 'PATCH', path, { first_name: 'Eve' });
      await world.ask('owner', 'PATCH', path, { last_name: 'Moneypenny', role: 'admin' });
      await world.ask('owner', 'PATCH', path, { last_name: null });
      await world.ask('owner', 'PATCH', path, { password: 'another one' });
      await world.ask('owner', 'PATCH', path, { username: world.people.nameOf('bob') });
      await world.ask('owner', 'PATCH', path, { username });
      await world.ask('owner', 'PATCH', path, { username: null });
      await world.ask('owner', 'PATCH', path, { role: 'boss', password: 'short', first_name: '' });
      await world.ask('owner', 'DELETE', path);
      await world.ask('owner', 'DELETE', path);
    },
  },
  {
    name: 'users that do not fit, and names and ids that are taken',
    talk: async (world) => {
      const fine = { username: `x-${world.name}`, first_name: 'x', password: '12345678' };
      for (const change of [
        { username: '' },
        { first_name: '' },
        { first_name: '   ' },
        { password: '1234567' },
        { password: 'x'.repeat(101) },
        { role: 'boss' },
        { id: 'x' },
        { last_name: '' },
        { username: 5 },
        { username: world.people.nameOf('bob') },
        { id: world.id('bob') },
      ]) {
        await world.ask('owner', 'POST', '/users', { ...fine, ...change });
      }
      await world.ask('owner', 'POST', '/users', {});
    },
  },
  {
    name: 'a user with a chosen id, an odd name and a role keeps them',
    talk: async (world) => {
      const id = crypto.randomUUID();
      const body = { id, username: `Ünï côde/ ${world.name}`, first_name: '名', password: 'pässwörd', role: 'admin' };
      await world.ask('owner', 'POST', '/users', body);
      await world.ask('owner', 'GET', `/users/${id}`);
      await world.ask('owner', 'DELETE', `/users/${id}`);
    },
  },
  {
    name: 'what is open to all',
    talk: async (world) => {
      await world.ask('nobody', 'GET', '/version');
      await world.ask('nobody', 'GET', '/settings');
      await world.ask('nobody', 'GET', '/oauth2/providers');
      await world.ask('nobody', 'POST', '/token', {});
    },
  },
  {
    name: 'everybody may ask who they are',
    talk: async (world) => {
      for (const who of ['admin', 'ann', 'nobody'] as const) await world.ask(who, 'GET', '/me');
    },
  },
];
