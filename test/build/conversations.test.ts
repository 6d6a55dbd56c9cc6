import { expect, test } from 'vitest';
import { buildFrom, jsonl, source } from './campaign-folder.ts';

const openai = [
  {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is rain?' },
    ],
  },
  {
    messages: [{ role: 'user', content: [{ type: 'image_url' }, { type: 'text', text: 'What is on this picture?' }] }],
  },
  { messages: [{ role: 'assistant', content: 'Hello!' }] },
];
const sharegpt = [
  {
    conversations: [
      { from: 'gpt', value: 'Hi.' },
      { from: 'human', value: 'Write a poem.' },
    ],
  },
  {
    conversations: [
      { from: 'human', value: 'Now in prose.' },
      { from: 'gpt', value: 'Here it is.' },
    ],
  },
];
const oasst = [
  { message_id: 'a', parent_id: null, role: 'prompter', lang: 'en', text: 'Where do birds sleep?' },
  { message_id: 'b', parent_id: 'a', role: 'assistant', lang: 'en', text: 'In trees.' },
  { message_id: 'c', parent_id: 'b', role: 'prompter', lang: 'en', text: 'And when it is cold?' },
  { message_id: 'd', role: 'prompter', lang: 'de', text: 'Wo schlafen Vögel?' },
  { message_id: 'e', role: 'prompter', lang: 'en', text: 'Who was first?' },
];
const capybara = [
  {
    conversation: [
      { input: 'first', output: 'x' },
      { input: 'last', output: 'y' },
    ],
  },
];

test.for<[string, readonly unknown[], Parameters<typeof source>[1], string[]]>([
  [
    'OpenAI messages',
    openai,
    { promptPaths: ['messages[role=user].content', 'messages[role=user].content[type=text].text'] },
    ['What is on this picture?', 'What is rain?'],
  ],
  ['ShareGPT', sharegpt, { promptPaths: ['conversations[from=human].value'] }, ['Now in prose.', 'Write a poem.']],
  [
    'trees of Open Assistant',
    oasst,
    { promptPaths: ['text'], where: { role: ['prompter'], parent_id: [null], lang: ['en'] } },
    ['Where do birds sleep?', 'Who was first?'],
  ],
  ['the last turn', capybara, { promptPaths: ['conversation[-1].input'] }, ['last']],
  [
    'only conversations that a model began',
    sharegpt,
    { promptPaths: ['conversations[from=human].value'], where: { 'conversations[0].from': ['gpt'] } },
    ['Write a poem.'],
  ],
  [
    'where a value stands among others',
    openai,
    { promptPaths: ['messages[].content'], where: { 'messages[role=system].content': ['Be brief.'] } },
    ['Be brief.'],
  ],
])('%s', async ([, rows, fields, expected]) => {
  const { prompts } = await buildFrom({ 'a.jsonl': jsonl(rows) }, { sources: [source('a.jsonl', fields)] });
  expect(prompts.map(({ prompt }) => prompt).toSorted()).toEqual(expected);
});

test('paths into conversations also work for kind, metadata and strata', async () => {
  const rows = ['en', 'de', 'en', 'de', 'en', 'en'].map((lang, n) => ({
    turns: [
      { role: 'system', by: 'tool', lang: 'none' },
      { role: 'user', by: n % 2 === 0 ? 'person' : 'bot', lang, text: `prompt number ${n}` },
    ],
  }));
  const { prompts } = await buildFrom(
    { 'a.jsonl': jsonl(rows) },
    {
      sources: [
        source('a.jsonl', {
          promptPaths: ['turns[-1].text'],
          kind: { column: 'turns[role=user].by', map: { person: 'human', bot: 'synthetic' } },
          metadata: { lang: 'turns[-1].lang', first: 'turns[].by' },
          strata: { by: 'turns[role=user].lang', shares: 'equal' },
          take: 4,
        }),
      ],
    },
  );
  expect(prompts.map(({ metadata }) => String(metadata['lang'])).toSorted()).toEqual(['de', 'de', 'en', 'en']);
  for (const { prompt, kind, metadata } of prompts) {
    const n = Number(prompt.at(-1));
    expect({ kind, ...metadata }).toEqual({
      kind: n % 2 === 0 ? 'human' : 'synthetic',
      lang: rows[n]?.turns[1]?.lang,
      first: 'tool',
    });
  }
});
