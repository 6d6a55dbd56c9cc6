import type { Conversation, World } from '../../support/argilla-world.ts';

// Written as text, because JSON.stringify can't write 1.0.
const put = (world: World, metadata: string) =>
  world.ask(
    'owner',
    'PUT',
    `${world.at()}/records/bulk`,
    `{"items":[{"external_id":"m","fields":{"prompt":"p"},"metadata":${metadata}}]}`,
  );

/** Types of metadata. */
export const aboutMetadata: Conversation[] = [
  {
    name: 'an integer is one only when written as one',
    talk: async (world) => {
      await world.ready();
      for (const value of [
        '3',
        '3.0',
        '3e0',
        '"3"',
        'true',
        'null',
        '[3]',
        '0',
        '101',
        '3.5',
        '1',
        '100',
        '12345678901234567890',
      ]) {
        await put(world, `{"len":${value}}`);
      }
    },
  },
  {
    name: 'a float is one only when written as one',
    talk: async (world) => {
      await world.ready();
      for (const value of [
        '1.0',
        '1',
        '0',
        '0.0',
        '1e0',
        '0.5',
        '"0.5"',
        'true',
        'null',
        '-0.5',
        '10.5',
        '10.0',
        '1E-3',
        '[0.5]',
      ]) {
        await put(world, `{"score":${value}}`);
      }
    },
  },
  {
    name: 'terms are of the list, one or several',
    talk: async (world) => {
      await world.ready();
      for (const value of ['"a"', '["a","b"]', '["a","c"]', '"c"', '"it\'s"', '3', 'null', '[]', '""', '{"a":1}']) {
        await put(world, `{"source":${value}}`);
      }
    },
  },
  {
    name: 'metadata that is no object',
    talk: async (world) => {
      await world.ready();
      for (const value of ['[]', '"x"', '3', 'true']) await put(world, value);
    },
  },
  {
    name: 'numbers keep the way they were written',
    talk: async (world) => {
      await world.ready();
      await put(
        world,
        '{"whole":1.0,"big":123456789012345678901234567890,"small":1e-7,"large":1e22,"negative":-0.0,"deep":[{"x":2.0}]}',
      );
      await world.ask('owner', 'GET', `${world.at()}/records`);
    },
  },
  {
    name: 'undeclared metadata is taken or not, as the dataset says',
    talk: async (world) => {
      await world.ready({ allow_extra_metadata: false });
      await put(world, '{"other":1}');
      await put(world, '{"other":null}');
      await put(world, '{"source":"a"}');
      await world.ask('owner', 'PATCH', world.at(), { allow_extra_metadata: true });
      await put(world, '{"other":1,"__proto__":{"x":1},"constructor":"y","toString":"z","":"w"}');
    },
  },
  {
    name: 'metadata metrics',
    talk: async (world) => {
      await world.ready();
      await world.put(
        { external_id: '1', fields: { prompt: 'p' }, metadata: { source: 'a', len: 3, score: 0.5 } },
        { external_id: '2', fields: { prompt: 'p' }, metadata: { source: ['a', 'b'], len: 9, score: 2.25 } },
        { external_id: '3', fields: { prompt: 'p' } },
      );
      const { body } = await world.ask('owner', 'GET', `/me/datasets/${world.dataset}/metadata-properties`);
      for (const { id } of body.items) {
        for (const who of ['owner', 'admin', 'ann', 'outsider'] as const)
          await world.ask(who, 'GET', `/metadata-properties/${id}/metrics`);
      }
    },
  },
];
