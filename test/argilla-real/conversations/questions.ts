import type { Conversation } from '../../support/argilla-world.ts';

const option = (value: string) => ({ value, text: value.toUpperCase() });
const values = (...list: unknown[]) => ({ type: 'rating', options: list.map((value) => ({ value })) });

/** Questions. */
export const aboutQuestions: Conversation[] = [
  {
    name: 'questions of every type, as stored',
    talk: async (world) => {
      await world.draft();
      const options = [option('a'), option('b'), option('c')];
      for (const settings of [
        { type: 'text' },
        { type: 'rating', options: [{ value: 0 }, { value: 10, text: 'ten' }] },
        { type: 'label_selection', options },
        { type: 'label_selection', options, visible_options: 3 },
        { type: 'multi_label_selection', options, options_order: 'suggestion' },
        { type: 'multi_label_selection', options },
        { type: 'ranking', options },
        { type: 'span', field: 'prompt', options },
      ]) {
        const body = {
          name: JSON.stringify(settings).slice(0, 190),
          title: 'T',
          description: 'D',
          required: true,
          settings,
        };
        await world.ask('owner', 'POST', `${world.at()}/questions`, body);
      }
      await world.ask('ann', 'GET', `${world.at()}/questions`);
    },
  },
  {
    name: 'questions that do not fit',
    talk: async (world) => {
      await world.draft();
      const fine = { name: 'q', title: 'Q', settings: { type: 'text' } };
      for (const change of [
        { name: '' },
        { title: '' },
        { description: '' },
        { description: 'x'.repeat(1001) },
        { settings: { type: 'nope' } },
        { settings: {} },
        { settings: values(1) },
        { settings: values(...Array(12).keys()) },
        { settings: values(1, 1) },
        { settings: values(-1, 11) },
        { settings: values(1, 'x') },
        { settings: values(1, 2.5) },
        { settings: { type: 'rating' } },
        { settings: { type: 'label_selection', options: [option('a')] } },
        { settings: { type: 'label_selection', options: [option('a'), option('a')] } },
        { settings: { type: 'label_selection', options: [option('a'), option('b')], visible_options: 2 } },
        { settings: { type: 'label_selection', options: [option('a'), option('b')], visible_options: 3 } },
        { settings: { type: 'ranking', options: [option('')] } },
        { settings: { type: 'span', field: 'nope', options: [option('a')] } },
      ]) {
        await world.ask('owner', 'POST', `${world.at()}/questions`, { ...fine, ...change });
      }
      await world.ask('owner', 'POST', `${world.at()}/questions`, fine);
      await world.ask('owner', 'POST', `${world.at()}/questions`, fine);
    },
  },
  {
    name: 'a question in use keeps its values and its duty',
    talk: async (world) => {
      await world.ready();
      const path = `/questions/${world.question}`;
      for (const change of [
        {},
        { title: 'Quality' },
        { title: 'How good?', required: false, name: 'x' },
        { description: 'Look twice' },
        { description: null },
        { settings: { type: 'rating', options: [{ value: 7 }] } },
        { settings: { type: 'text' } },
        { settings: {} },
        { title: null },
        { description: '' },
      ]) {
        await world.ask('owner', 'PATCH', path, change);
      }
      await world.ask('ann', 'PATCH', path, { title: 'x' });
      await world.ask('owner', 'DELETE', path);
      await world.ask('owner', 'GET', `${world.at()}/questions`);
    },
  },
  {
    name: 'labels keep their values when their texts change',
    talk: async (world) => {
      await world.draft();
      const options = [option('a'), option('b'), option('c')];
      const question = { name: 'l', title: 'L', settings: { type: 'label_selection', options } };
      const { body } = await world.ask('owner', 'POST', `${world.at()}/questions`, question);
      for (const settings of [
        { type: 'label_selection', options: [option('c'), { value: 'a', text: 'first' }, option('b')] },
        { type: 'label_selection', options: options.slice(1) },
        { type: 'label_selection', options: [option('x'), option('b'), option('c')] },
        { type: 'label_selection', visible_options: 3 },
        { type: 'label_selection', visible_options: 4 },
        { type: 'label_selection', visible_options: null },
        { type: 'multi_label_selection' },
      ]) {
        await world.ask('owner', 'PATCH', `/questions/${body.id}`, { settings });
      }
      await world.ask('owner', 'DELETE', `/questions/${body.id}`);
    },
  },
];
