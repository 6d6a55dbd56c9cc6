import type { Conversation } from '../../support/argilla-world.ts';

/** Fields and metadata properties. */
export const aboutSettings: Conversation[] = [
  {
    name: 'fields of every type, as stored',
    talk: async (world) => {
      await world.draft();
      for (const settings of [
        { type: 'text' },
        { type: 'text', use_markdown: true },
        { type: 'image' },
        { type: 'chat' },
        { type: 'custom', template: '<b>x</b>' },
      ]) {
        await world.ask('owner', 'POST', `${world.at()}/fields`, {
          name: JSON.stringify(settings),
          title: 'T',
          settings,
          description: 'x',
          id: null,
        });
      }
      await world.ask('ann', 'GET', `${world.at()}/fields`);
    },
  },
  {
    name: 'fields that do not fit',
    talk: async (world) => {
      await world.draft();
      const fine = { name: 'f', title: 'F', settings: { type: 'text' } };
      for (const change of [
        { name: '' },
        { name: 'x'.repeat(201) },
        { title: '' },
        { title: 'x'.repeat(501) },
        { settings: {} },
        { settings: { type: 'nope' } },
        { settings: 3 },
        { settings: { type: 'text', use_markdown: 'perhaps' } },
        { settings: { type: 'custom' } },
        { required: 'perhaps' },
        { name: 'prompt' },
      ]) {
        await world.ask('owner', 'POST', `${world.at()}/fields`, { ...fine, ...change });
      }
      await world.ask('owner', 'POST', `${world.at()}/fields`, {});
    },
  },
  {
    name: 'a field is changed and deleted in a draft, kept when published',
    talk: async (world) => {
      await world.draft();
      const { body } = await world.ask('owner', 'POST', `${world.at()}/fields`, {
        name: 'f',
        title: 'F',
        settings: { type: 'text' },
      });
      const path = `/fields/${body.id}`;
      for (const change of [
        {},
        { title: 'F' },
        { title: 'G', name: 'ignored' },
        { settings: { type: 'text', use_markdown: true } },
        { settings: { type: 'image' } },
        { settings: { type: 'text' } },
        { title: null },
        { settings: null },
      ]) {
        await world.ask('owner', 'PATCH', path, change);
      }
      await world.ask('ann', 'PATCH', path, { title: 'H' });
      await world.ask('owner', 'DELETE', path);
      await world.ask('owner', 'DELETE', path);
    },
  },
  {
    name: 'metadata properties of every type, as stored',
    talk: async (world) => {
      await world.ready();
      for (const settings of [
        { type: 'terms' },
        { type: 'terms', values: null },
        { type: 'terms', values: ['a', 1, true] },
        { type: 'integer' },
        { type: 'integer', min: 1, max: 5.0 },
        { type: 'float' },
        { type: 'float', min: 1, max: 2.5 },
      ]) {
        const body = {
          name: JSON.stringify(settings),
          title: 'T',
          settings: { ...settings, visible_for_annotators: true },
        };
        await world.ask('owner', 'POST', `${world.at()}/metadata-properties`, body);
      }
      await world.ask('ann', 'GET', `/me/datasets/${world.dataset}/metadata-properties`);
    },
  },
  {
    name: 'metadata properties that do not fit',
    talk: async (world) => {
      await world.draft();
      const fine = { name: 'm', title: 'M', settings: { type: 'integer' } };
      for (const change of [
        { name: '' },
        { title: '' },
        { settings: { type: 'nope' } },
        { settings: { type: 'terms', values: [] } },
        { settings: { type: 'terms', values: 'a' } },
        { settings: { type: 'terms', values: Array(251).fill('a') } },
        { settings: { type: 'integer', min: 3, max: 3 } },
        { settings: { type: 'float', min: 3, max: 2 } },
        { settings: { type: 'integer', min: 'x' } },
        { settings: { type: 'float', max: 'x' } },
        { visible_for_annotators: null },
      ]) {
        await world.ask('owner', 'POST', `${world.at()}/metadata-properties`, { ...fine, ...change });
      }
      await world.ask('owner', 'POST', `${world.at()}/metadata-properties`, fine);
      await world.ask('owner', 'POST', `${world.at()}/metadata-properties`, fine);
    },
  },
  {
    name: 'a metadata property is changed, hidden by omission, and deleted',
    talk: async (world) => {
      await world.draft();
      const { body } = await world.ask('owner', 'POST', `${world.at()}/metadata-properties`, {
        name: 'm',
        title: 'M',
        settings: { type: 'terms' },
      });
      const path = `/metadata-properties/${body.id}`;
      for (const change of [
        { visible_for_annotators: true },
        { title: 'N', visible_for_annotators: true },
        { title: 'O' },
        {},
        { title: null },
        { visible_for_annotators: null },
      ]) {
        await world.ask('owner', 'PATCH', path, change);
      }
      await world.ask('ann', 'PATCH', path, { title: 'x' });
      await world.ask('ann', 'GET', `/me/datasets/${world.dataset}/metadata-properties`);
      await world.ask('ann', 'GET', `${path}/metrics`);
      await world.ask('owner', 'DELETE', path);
      await world.ask('owner', 'DELETE', path);
    },
  },
];
