import type { Conversation } from '../../support/argilla-world.ts';

const ranks = (...list: [string, number | null][]) => list.map(([value, rank]) => ({ value, rank }));

/** Answers to questions of other types than rating. */
export const aboutAnswerValues: Conversation[] = [
  {
    name: 'answers of the other question types',
    talk: async (world) => {
      await world.draft();
      const options = ['a', 'b', 'c'].map((value) => ({ value, text: value }));
      const questions = {
        label: { type: 'label_selection', options },
        many: { type: 'multi_label_selection', options },
        rank: { type: 'ranking', options },
        span: { type: 'span', field: 'prompt', options },
        text: { type: 'text' },
      };
      for (const [name, settings] of Object.entries(questions)) {
        await world.quietly('POST', `${world.at()}/questions`, {
          name,
          title: name,
          required: name === 'text',
          settings,
        });
      }
      await world.quietly('PUT', `${world.at()}/publish`);
      const [record] = await world.put('hello 😀 world');
      for (const values of [
        { label: 'a' },
        { label: 'z' },
        { label: ['a'] },
        { many: ['a', 'b'] },
        { many: [] },
        { many: ['a', 'a'] },
        { many: ['a', 'z', 'y'] },
        { many: 'a' },
        { rank: ranks(['a', 1], ['b', 2], ['c', 2]) },
        { rank: ranks(['a', 1]) },
        { rank: ranks(['a', 1], ['b', 2], ['z', 3]) },
        { rank: ranks(['a', 1], ['b', 2], ['a', 3]) },
        { rank: ranks(['a', 1], ['b', 2], ['c', 4]) },
        { span: [{ label: 'a', start: 0, end: 5 }] },
        { span: [{ label: 'z', start: 0, end: 5 }] },
        { span: [{ label: 'a', start: 0, end: 99 }] },
        { span: [{ label: 'a', start: 50, end: 51 }] },
        {
          span: [
            { label: 'a', start: 0, end: 5 },
            { label: 'b', start: 4, end: 6 },
          ],
        },
        { span: [] },
        { text: '' },
      ]) {
        const named = Object.fromEntries(
          Object.entries({ text: 'x', ...values }).map(([name, value]) => [name, { value }]),
        );
        await world.ask('ann', 'POST', '/me/responses/bulk', {
          items: [{ record_id: record?.id, status: 'submitted', values: named }],
        });
      }
    },
  },
];
