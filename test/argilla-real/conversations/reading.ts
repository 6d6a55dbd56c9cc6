import type { Conversation } from '../../support/argilla-world.ts';

const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const noId = '11111111-1111-4111-8111-111111111111';

/** Listing, paging and deleting records. */
export const aboutReading: Conversation[] = [
  {
    name: 'pages in order of insertion',
    talk: async (world) => {
      await world.ready();
      await world.put(...texts);
      await world.put('a changed', { external_id: 'last', fields: { prompt: 'last' } });
      for (const query of [
        '',
        '?limit=3',
        '?limit=3&offset=3',
        '?limit=3&offset=6',
        '?offset=100',
        '?offset=-5&limit=2',
        '?limit=1000',
        '?limit=2&limit=1',
        '?sort_by=updated_at:desc&limit=2',
      ]) {
        await world.ask('owner', 'GET', `${world.at()}/records${query}`);
      }
    },
  },
  {
    name: 'limits of a page',
    talk: async (world) => {
      await world.ready();
      for (const query of [
        'limit=0',
        'limit=1001',
        'limit=x',
        'limit=',
        'limit=1.5',
        'offset=x',
        'limit=-1&offset=x',
        'limit=2.0',
      ]) {
        await world.ask('owner', 'GET', `${world.at()}/records?${query}`);
        await world.ask('owner', 'POST', `${world.at()}/records/search?${query}`, {});
      }
      await world.ask('owner', 'POST', `${world.at()}/records/search?offset=-1`, {});
    },
  },
  {
    name: 'what is included is there, what is not is absent',
    talk: async (world) => {
      await world.ready();
      await world.put({
        external_id: 'x0',
        fields: { prompt: 'p' },
        responses: [{ user_id: world.id('ann'), status: 'draft', values: {} }],
        suggestions: [{ question_id: world.question, value: 3 }],
      });
      for (const include of [
        '',
        'include=responses',
        'include=suggestions',
        'include=vectors',
        'include=responses&include=suggestions',
        'include=responses,suggestions,vectors',
        'include=foo',
        'include=',
        'include=,',
        'include=responses,foo',
      ]) {
        await world.ask('owner', 'GET', `${world.at()}/records?${include}`);
        await world.ask('owner', 'POST', `${world.at()}/records/search?${include}`, {});
      }
    },
  },
  {
    name: 'one record',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await world.ask('ann', 'GET', `/records/${record?.id}`);
      await world.ask('owner', 'DELETE', `/records/${record?.id}`);
      await world.ask('owner', 'DELETE', `/records/${record?.id}`);
      await world.ask('owner', 'GET', `/records/${record?.id}`);
      await world.ask('owner', 'PATCH', `/records/${record?.id}`, { metadata: {} });
    },
  },
  {
    name: 'deleting several records',
    talk: async (world) => {
      await world.ready();
      const records = await world.put(...texts);
      const ids = records.map(({ id }) => id);
      const at = `${world.at()}/records`;
      for (const query of [
        '',
        '?ids=',
        '?ids=x',
        `?ids=${ids[0]},x`,
        `?ids=${Array(101).fill(noId).join(',')}`,
        `?ids=${noId}`,
        `?ids=${ids[0]},${ids[1]},${noId}`,
        `?ids=${ids[2]},`,
      ]) {
        await world.ask('owner', 'DELETE', `${at}${query}`);
      }
      await world.ask('owner', 'GET', at);
      await world.ask('owner', 'GET', `${world.at()}/progress`);
    },
  },
  {
    name: 'records of another dataset are out of reach',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      const first = world.dataset;
      await world.ready({ name: 'second' });
      await world.ask('owner', 'DELETE', `${world.at()}/records?ids=${record?.id}`);
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ id: record?.id, fields: { prompt: 'a copy' } }],
      });
      await world.ask('owner', 'GET', `/datasets/${first}/records`);
      await world.ask('owner', 'GET', `${world.at()}/records`);
    },
  },
];
