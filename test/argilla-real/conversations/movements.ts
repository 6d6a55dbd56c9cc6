import type { Conversation, World } from '../../support/argilla-world.ts';

const answer = (value: number) => ({ status: 'submitted', values: { quality: { value } } });

/** Reads everything that could have changed: the dataset's times, the record's time and status, the answers' times. */
async function look(world: World): Promise<void> {
  await world.ask('owner', 'GET', world.at());
  await world.ask('owner', 'GET', `${world.at()}/records?include=responses`);
}

const overlap = (min_submitted: number) => ({ distribution: { strategy: 'overlap', min_submitted } });

/** What changes updated_at, last_activity_at and status. */
export const aboutMovements: Conversation[] = [
  {
    name: 'answers move the dataset’s activity, and the record only when its status flips',
    talk: async (world) => {
      await world.ready(overlap(2));
      const [record] = await world.put('one');
      await look(world);
      const { body: first } = await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(3));
      await look(world);
      const { body: second } = await world.ask('bob', 'POST', `/records/${record?.id}/responses`, answer(4));
      await look(world);
      await world.ask('owner', 'POST', `/records/${record?.id}/responses`, answer(4));
      await look(world);
      await world.ask('ann', 'PUT', `/responses/${first.id}`, answer(5));
      await look(world);
      await world.ask('ann', 'PUT', `/responses/${first.id}`, answer(5));
      await look(world);
      await world.ask('bob', 'DELETE', `/responses/${second.id}`);
      await look(world);
      await world.ask('ann', 'PUT', `/responses/${first.id}`, { status: 'discarded', values: {} });
      await look(world);
    },
  },
  {
    name: 'one’s own bulk answers move the activity, and always the answer',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      for (let times = 0; times < 2; times += 1) {
        await world.ask('ann', 'POST', '/me/responses/bulk', { items: [{ record_id: record?.id, ...answer(3) }] });
        await look(world);
      }
    },
  },
  {
    name: 'restored answers move the answer and the status, not the activity',
    talk: async (world) => {
      await world.ready();
      await world.put('one');
      await look(world);
      for (let times = 0; times < 2; times += 1) {
        await world.put({ external_id: 'x0', responses: [{ user_id: world.id('ann'), ...answer(3) }] });
        await look(world);
      }
    },
  },
  {
    name: 'records come, change and go without activity',
    talk: async (world) => {
      await world.ready();
      await world.put('one', 'two');
      await look(world);
      await world.put('changed');
      await look(world);
      const { body } = await world.quietly('GET', `${world.at()}/records`);
      await world.ask('owner', 'DELETE', `/records/${body.items[0].id}`);
      await look(world);
    },
  },
  {
    name: 'settings change without activity',
    talk: async (world) => {
      await world.ready();
      await world.ask('owner', 'PATCH', `/questions/${world.question}`, { title: 'New' });
      await look(world);
      await world.ask('owner', 'PATCH', world.at(), { guidelines: 'New' });
      await look(world);
    },
  },
  {
    name: 'a push never resets answers or status',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await world.ask('ann', 'POST', `/records/${record?.id}/responses`, answer(3));
      for (const more of [
        {},
        { fields: { prompt: 'one' } },
        { fields: { prompt: 'two' } },
        { metadata: { source: 'a' } },
        { responses: [] },
        { responses: null },
      ]) {
        await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, { items: [{ external_id: 'x0', ...more }] });
      }
      await look(world);
    },
  },
  {
    name: 'only submitted answers complete a record, and more than enough are taken',
    talk: async (world) => {
      await world.ready(overlap(2));
      const [record] = await world.put('one');
      await world.ask('ann', 'POST', `/records/${record?.id}/responses`, {
        status: 'discarded',
        values: { quality: { value: 3 } },
      });
      await world.ask('bob', 'POST', `/records/${record?.id}/responses`, {
        status: 'draft',
        values: { quality: { value: 3 } },
      });
      await look(world);
      await world.ask('owner', 'POST', `/records/${record?.id}/responses`, answer(1));
      await world.ask('admin', 'POST', `/records/${record?.id}/responses`, answer(2));
      await look(world);
      await world.put({ external_id: 'x0', responses: [{ user_id: world.id('outsider'), ...answer(2) }] });
      await look(world);
    },
  },
  {
    name: 'PATCH of a record moves its time, the same content too',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put({ external_id: 'x0', fields: { prompt: 'p' }, metadata: { source: 'a' } });
      for (const body of [
        {},
        { metadata: { source: 'a' } },
        { fields: { prompt: 'p' } },
        { fields: { prompt: 'q' }, external_id: 'new', status: 'completed', responses: [] },
        { metadata: null },
        { status: 'completed' },
        { fields: {} },
        { fields: null },
        { fields: { nope: 'x' } },
        { metadata: { len: 'x' } },
        { metadata: [] },
        { vectors: {} },
        [],
      ]) {
        await world.ask('owner', 'PATCH', `/records/${record?.id}`, body);
      }
      await look(world);
    },
  },
  {
    name: 'a deleted user takes their answers along, the status stays behind',
    talk: async (world) => {
      await world.ready();
      const { body: user } = await world.quietly('POST', '/users', {
        username: `gone-${world.name}`,
        first_name: 'g',
        password: '12345678',
      });
      await world.put({ external_id: 'x0', fields: { prompt: 'p' }, responses: [{ user_id: user.id, ...answer(3) }] });
      await look(world);
      await world.quietly('DELETE', `/users/${user.id}`);
      await look(world);
      await world.ask('owner', 'GET', `${world.at()}/users/progress`);
      await world.put({ external_id: 'x0' });
      await look(world);
    },
  },
];
