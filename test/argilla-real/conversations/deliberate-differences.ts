import type { Conversation } from '../../support/argilla-world.ts';

export interface Difference extends Conversation {
  /** Statuses in order, from the real server and from the embedded one. */
  real: number[];
  embedded: number[];
}

const noValues = { status: 'discarded', values: null };

/** Where the embedded server does the safe thing instead. `startLocalServer` lists these in words. */
export const deliberateDifferences: Difference[] = [
  {
    name: 'skipping without values is stored as none, and the record stays usable',
    talk: async (world) => {
      await world.ready();
      const [record] = await world.put('one');
      await world.ask('ann', 'POST', `/records/${record?.id}/responses`, noValues);
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: 'x0', fields: { prompt: 'two' } }],
      });
      await world.ask('owner', 'GET', `${world.at()}/records?include=responses`);
    },
    real: [500, 500, 200],
    embedded: [201, 200, 200],
  },
  {
    name: 'records into a draft are refused, and it can still be published',
    talk: async (world) => {
      await world.draft();
      await world.quietly('POST', `${world.at()}/questions`, {
        name: 'why',
        title: 'Why',
        required: true,
        settings: { type: 'text' },
      });
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: 'x0', fields: { prompt: 'one' } }],
      });
      await world.ask('owner', 'PUT', `${world.at()}/publish`);
      await world.ask('owner', 'GET', `${world.at()}/progress`);
    },
    real: [200, 500, 500],
    embedded: [422, 200, 200],
  },
  {
    name: 'a taken name is a conflict',
    talk: async (world) => {
      await world.draft();
      await world.draft({ name: 'second' });
      await world.ask('owner', 'PATCH', world.at(), { name: 'ds' });
    },
    real: [500],
    embedded: [409],
  },
  {
    name: 'search in a draft finds nothing',
    talk: async (world) => {
      await world.draft();
      await world.ask('owner', 'POST', `${world.at()}/records/search`, {});
    },
    real: [500],
    embedded: [200],
  },
  {
    name: 'a response filter says what it means',
    talk: async (world) => {
      await world.ready();
      const filter = { type: 'terms', scope: { entity: 'response' }, values: ['a'] };
      await world.ask('owner', 'POST', `${world.at()}/records/search`, { filters: { and: [filter] } });
    },
    real: [500],
    embedded: [422],
  },
  {
    name: 'annotators can’t search by what they must not know',
    talk: async (world) => {
      await world.ready();
      const hidden = { entity: 'metadata', metadata_property: 'len' };
      const suggested = { entity: 'suggestion', question: 'quality', property: 'agent' };
      for (const scope of [hidden, suggested]) {
        const filters = { and: [{ type: 'terms', scope, values: ['1'] }] };
        await world.ask('ann', 'POST', `/me${world.at()}/records/search`, { filters });
        await world.ask('ann', 'POST', `/me${world.at()}/records/search`, { sort: [{ scope, order: 'asc' }] });
        await world.ask('admin', 'POST', `/me${world.at()}/records/search`, { filters });
      }
    },
    real: [200, 200, 200, 200, 200, 200],
    embedded: [422, 422, 200, 422, 422, 200],
  },
  {
    name: 'U+0000 is not taken into an external id',
    talk: async (world) => {
      await world.ready();
      await world.ask('owner', 'PUT', `${world.at()}/records/bulk`, {
        items: [{ external_id: 'a\u0000', fields: { prompt: 'one' } }],
      });
    },
    real: [200],
    embedded: [422],
  },
  {
    name: 'vectors are not kept',
    talk: async (world) => {
      await world.draft();
      await world.ask('owner', 'POST', `${world.at()}/vectors-settings`, { name: 'v', title: 'V', dimensions: 3 });
    },
    real: [201],
    embedded: [422],
  },
  {
    name: 'no webhooks, jobs or export',
    talk: async (world) => {
      await world.ask('owner', 'GET', '/webhooks');
      await world.ask('owner', 'GET', '/jobs/none');
    },
    real: [200, 404],
    embedded: [404, 404],
  },
];
