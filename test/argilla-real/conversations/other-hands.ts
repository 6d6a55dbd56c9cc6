import type { Conversation, World } from '../../support/argilla-world.ts';

const answer = (value: number, others: object = {}) => ({
  status: 'submitted',
  values: { quality: { value }, ...others },
});
const because = (value: string) => ({ why: { value } });
const overlap = (min_submitted: number) => ({ distribution: { strategy: 'overlap', min_submitted } });

/** Everything that another program could have changed. */
async function look(world: World, at = world.at()): Promise<void> {
  await world.ask('owner', 'GET', at);
  await world.ask('owner', 'GET', `${at}/records?include=responses`);
  await world.ask('owner', 'GET', `${at}/progress`);
}

const put = (world: World, ...items: object[]) => world.ask('owner', 'PUT', `${world.at()}/records/bulk`, { items });

/** Argilla recounts the answers of all records in the background. */
async function untilCompleted(world: World, count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await world.quietly('GET', `${world.at()}/progress`);
    if (body.completed === count) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`there are never ${count} completed records`);
}

const respond = (world: World, who: 'ann' | 'bob', recordId: string | undefined, body: object) =>
  world.ask(who, 'POST', `/records/${recordId}/responses`, body);

interface ReadRecord {
  id: string;
  external_id: string | null;
  fields: object;
  metadata: object | null;
  responses: { values: object | null; status: string; user_id: string; updated_at: string }[];
}

/** The records as a script reads them, to write them back. Keys that only one server has are left out. */
async function readRecords(world: World): Promise<ReadRecord[]> {
  const { body } = await world.quietly('GET', `${world.at()}/records?include=responses`);
  return body.items.map(({ id, external_id, fields, metadata, responses }: ReadRecord) => ({
    id,
    external_id,
    fields,
    metadata,
    responses,
  }));
}

/** What other programs and the web page do to a campaign's dataset while people answer. */
export const aboutOtherHands: Conversation[] = [
  {
    name: 'a text is changed under its external id: the record and its answers stay, people answer the new text',
    talk: async (world) => {
      await world.ready(overlap(2));
      const [record] = await world.put('one', 'two');
      await respond(world, 'ann', record?.id, answer(3));
      await put(world, { external_id: 'x0', fields: { prompt: 'another' } });
      await look(world);
      await respond(world, 'bob', record?.id, answer(1));
      await look(world);
      await put(world, { id: record?.id, fields: { prompt: 'a third' } });
      await world.ask('owner', 'PATCH', `/records/${record?.id}`, { fields: { prompt: 'a fourth' } });
      await look(world);
    },
  },
  {
    name: 'two records trade their texts, and one takes the external id of the other',
    talk: async (world) => {
      await world.ready();
      const [one, two] = await world.put('one', 'two');
      await respond(world, 'ann', one?.id, answer(1));
      await respond(world, 'ann', two?.id, answer(2));
      await put(
        world,
        { external_id: 'x0', fields: { prompt: 'two' } },
        { external_id: 'x1', fields: { prompt: 'one' } },
      );
      await put(world, { id: one?.id, external_id: 'x1' });
      await put(world, { id: one?.id, external_id: 'free' });
      await put(world, { id: two?.id, external_id: null });
      await look(world);
    },
  },
  {
    name: 'records are read with their answers and written back with other metadata',
    talk: async (world) => {
      await world.ready(overlap(2));
      const records = await world.put('one', 'two');
      for (const { id } of records) {
        await respond(world, 'ann', id, answer(3, because('as it is')));
        await respond(world, 'bob', id, { status: 'discarded', values: {} });
      }
      await look(world);
      const read = await readRecords(world);
      for (const source of ['a', 'a', 'b']) {
        await put(world, ...read.map((record) => ({ ...record, metadata: { source } })));
        await look(world);
      }
      const [first] = read;
      await put(world, { ...first, responses: [first?.responses[0]] });
      await put(world, { ...first, responses: [{ ...first?.responses[0], ...answer(5) }] });
      await look(world);
    },
  },
  {
    name: 'a record is deleted and logged again with its answers: another id, and times of now',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await respond(world, 'ann', record?.id, answer(3));
      await look(world);
      const read = await readRecords(world);
      await world.ask('owner', 'DELETE', `${world.at()}/records?ids=${record?.id}`);
      await look(world);
      await put(world, ...read);
      await look(world);
      await world.ask('owner', 'GET', `/records/${record?.id}`);
    },
  },
  {
    name: 'a published dataset gets another name, and its old name is free',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await respond(world, 'ann', record?.id, answer(3));
      await world.ask('owner', 'PATCH', world.at(), { name: 'ds final' });
      await world.ask('owner', 'PUT', world.at(), { name: 'other' });
      await look(world);
      const { body } = await world.ask('owner', 'POST', '/datasets', { name: 'ds', workspace_id: world.workspace });
      await world.ask('ann', 'GET', `/me/datasets?workspace_id=${world.workspace}`);
      await world.ask('ann', 'PATCH', world.at(), { name: 'mine' });
      await world.ask('owner', 'DELETE', `/datasets/${body.id}`);
      await world.ask('owner', 'PATCH', world.at(), { name: 'ds' });
      await respond(world, 'bob', record?.id, answer(4));
      await look(world);
    },
  },
  {
    name: 'neither a workspace’s name nor a dataset’s workspace changes over the API',
    talk: async (world) => {
      await world.ready();
      for (const method of ['PATCH', 'PUT']) {
        await world.ask('owner', method, `/workspaces/${world.workspace}`, { name: `${world.name}-2` });
      }
      const { body } = await world.quietly('POST', '/workspaces', { name: `${world.name}-3` });
      await world.ask('owner', 'PATCH', world.at(), { workspace_id: body.id });
      await world.ask('owner', 'GET', world.at());
      await world.ask('owner', 'GET', `/workspaces/${world.workspace}`);
      await world.quietly('DELETE', `/workspaces/${body.id}`);
    },
  },
  {
    name: 'a dataset is copied, with the same external ids and answers',
    talk: async (world) => {
      await world.ready();
      const first = world.at();
      const [record] = await world.put('one', 'two');
      await respond(world, 'ann', record?.id, answer(3, because('first')));
      const read = await readRecords(world);
      await world.ready({ name: 'ds copy' });
      await put(world, ...read.map(({ id: _id, ...copied }) => copied));
      await put(world, ...read);
      await look(world, first);
      await look(world);
    },
  },
  {
    name: 'other questions are answered beside the campaign’s',
    talk: async (world) => {
      await world.ready();
      const [one, two] = await world.put('one', 'two', 'three');
      const { body } = await respond(world, 'ann', one?.id, answer(3, because('short')));
      await world.ask('ann', 'PUT', `/responses/${body.id}`, answer(3));
      await world.ask('ann', 'PUT', `/responses/${body.id}`, answer(3, because('long')));
      await world.ask('ann', 'PUT', `/responses/${body.id}`, { status: 'submitted', values: because('no rating') });
      await respond(world, 'bob', one?.id, { status: 'draft', values: because('later') });
      await respond(world, 'bob', two?.id, { status: 'discarded', values: because('not this one') });
      await respond(world, 'ann', two?.id, answer(2, { nope: { value: 1 } }));
      await put(world, { external_id: 'x2', responses: [{ user_id: world.id('ann'), ...answer(4, because('kept')) }] });
      await look(world);
    },
  },
  {
    name: 'a published dataset gets no further question and loses none, but one may be renamed in its title',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await respond(world, 'ann', record?.id, answer(3));
      const more = { name: 'more', title: 'More', settings: { type: 'text' } };
      await world.ask('owner', 'POST', `${world.at()}/questions`, more);
      await world.ask('owner', 'DELETE', `/questions/${world.question}`);
      await world.ask('owner', 'PATCH', `/questions/${world.question}`, {
        title: 'Is it any good?',
        description: 'So?',
      });
      await world.ask('ann', 'PATCH', `/questions/${world.question}`, { title: 'Mine' });
      await world.ask('owner', 'GET', `${world.at()}/questions`);
      await look(world);
    },
  },
  {
    name: 'records without an external id: every log makes new ones, and only their id finds them',
    talk: async (world) => {
      await world.ready();
      const [campaign] = await world.put('one');
      const foreign = [{ fields: { prompt: 'one' } }, { fields: { prompt: 'foreign' } }];
      await put(world, ...foreign);
      const { body } = await put(world, ...foreign);
      const [same, other] = body.items;
      await respond(world, 'ann', campaign?.id, answer(1));
      await respond(world, 'ann', same.id, answer(2));
      await respond(world, 'bob', other.id, answer(3));
      await put(world, { id: other.id, fields: { prompt: 'changed' } });
      await put(world, { fields: { prompt: 'answered' }, responses: [{ user_id: world.id('ann'), ...answer(4) }] });
      await look(world);
      await world.ask('owner', 'DELETE', `${world.at()}/records?ids=${same.id},${other.id}`);
      await look(world);
    },
  },
  {
    name: 'answers are written and deleted in bulk without moving the dataset’s clock',
    talk: async (world) => {
      await world.ready(overlap(3));
      const records = await world.put('one', 'two', 'three');
      await respond(world, 'ann', records[0]?.id, answer(1));
      await look(world);
      const responses = (['ann', 'bob'] as const).map((who) => ({ user_id: world.id(who), ...answer(2) }));
      await put(world, ...records.map(({ external_id }) => ({ external_id, responses })));
      await look(world);
      await world.ask('owner', 'DELETE', `${world.at()}/records?ids=${records[0]?.id},${records[2]?.id}`);
      await look(world);
      const items = records.map(({ id }) => ({ record_id: id, ...answer(5) }));
      await world.ask('bob', 'POST', '/me/responses/bulk', { items });
      await look(world);
    },
  },
  {
    name: 'the number of answers a record needs is changed while people answer',
    talk: async (world) => {
      await world.ready(overlap(2));
      const [one, two] = await world.put('one', 'two');
      await world.ask('owner', 'PATCH', world.at(), overlap(3));
      await world.ask('owner', 'PATCH', world.at(), overlap(2));
      await respond(world, 'ann', one?.id, answer(1));
      await world.ask('owner', 'PATCH', world.at(), { ...overlap(1), guidelines: 'New' });
      await untilCompleted(world, 1);
      await look(world);
      await respond(world, 'ann', two?.id, answer(1));
      await respond(world, 'bob', one?.id, answer(1));
      await world.ask('owner', 'PATCH', world.at(), overlap(3));
      await untilCompleted(world, 0);
      await look(world);
    },
  },
  {
    name: 'guidelines, visibility and extra metadata are changed while people answer',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await respond(world, 'ann', record?.id, answer(1));
      await world.ask('owner', 'PATCH', world.at(), { guidelines: 'Read this first.', allow_extra_metadata: false });
      const { body } = await world.quietly('GET', `/me${world.at()}/metadata-properties`);
      const [property] = body.items;
      await world.ask('owner', 'PATCH', `/metadata-properties/${property.id}`, { visible_for_annotators: false });
      await world.ask('ann', 'GET', `/me${world.at()}/metadata-properties`);
      await put(world, { external_id: 'x0', metadata: { note: 'extra' } });
      await world.ask('owner', 'PATCH', world.at(), { guidelines: null });
      await world.ask('owner', 'DELETE', `/metadata-properties/${property.id}`);
      await look(world);
    },
  },
  {
    name: 'a member who was removed is shut out, their answers stay, and they find them when they are back',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one', 'two');
      const members = `/workspaces/${world.workspace}/users`;
      await respond(world, 'ann', record?.id, answer(3));
      await world.ask('owner', 'DELETE', `${members}/${world.id('ann')}`);
      await world.ask('ann', 'GET', world.at());
      await respond(world, 'ann', record?.id, answer(4));
      await look(world);
      await world.ask('owner', 'POST', members, { user_id: world.id('ann') });
      await respond(world, 'ann', record?.id, answer(4));
      await world.ask('ann', 'GET', `/me${world.at()}/metrics`);
      await look(world);
    },
  },
];
