import fc from 'fast-check';
import type { WrittenConfig } from '../../src/config/schema/schema.ts';

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/);
const columnOrPath = fc.oneof(
  fc.constantFrom('text', 'conversations[0].value', 'act', '1', 'true', '- x', 'a: b'),
  name,
);
const scalar = fc.oneof(
  fc.constantFrom('en', 'no', 'null', '1', '~', 'a # b'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const hubName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}(?:[.-][A-Za-z0-9_]{1,3}x)?$/);
const repository = fc.tuple(hubName, hubName).map(([owner, repo]) => `${owner}/${repo}`);
const count = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constant('all' as const));
const language = fc.constantFrom('en', 'de', 'no');
const kind = fc.constantFrom('human' as const, 'synthetic' as const, 'unknown' as const);

const commonSource = {
  prompt: fc.oneof(columnOrPath, fc.array(columnOrPath, { minLength: 1, maxLength: 3 })),
};
const optionalSource = {
  delimiter: fc.constantFrom(';', 'tab', '|', '\t'),
  where: fc.dictionary(columnOrPath, fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  kind: fc.oneof(
    kind,
    fc.record({ column: columnOrPath, map: fc.dictionary(name, kind, { maxKeys: 3, noNullPrototype: true }) }),
  ),
  license: fc.constantFrom('mit', 'cc-by-4.0'),
  metadata: fc.dictionary(fc.stringMatching(/^m[a-z0-9_-]{1,8}$/), columnOrPath, { maxKeys: 3, noNullPrototype: true }),
  take: count,
  strata: fc.oneof(columnOrPath, fc.record({ by: columnOrPath, shares: fc.constant('equal' as const) })),
  on_bad_row: fc.constantFrom('fail' as const, 'skip' as const),
};

const fileSource = fc.record(
  {
    ...commonSource,
    ...optionalSource,
    file: fc.oneof(
      fc.constantFrom('a.csv', 'data/**/*.jsonl.gz'),
      fc.array(fc.constantFrom('a.csv', 'b c.csv'), { minLength: 1 }),
    ),
  },
  { requiredKeys: ['prompt', 'file'] },
);
const hubSource = fc.record(
  {
    ...commonSource,
    ...optionalSource,
    hub: repository,
    path: fc.constantFrom('data/*.parquet', 'a.csv'),
    revision: name,
  },
  { requiredKeys: ['prompt', 'hub', 'path'] },
);
const sources = fc
  .array(fc.oneof(fileSource, hubSource), { minLength: 1, maxLength: 4 })
  .map((list) => list.map((source, index) => ({ id: `s${index}.a-b`, ...source })));

const build = fc.record(
  {
    length: fc.record(
      { min: fc.integer({ min: 0, max: 4000 }), max: fc.integer({ min: 4000, max: 9999 }) },
      { requiredKeys: [] },
    ),
    drop: fc.array(fc.constantFrom('(?i)as an ai', String.raw`\bfoo\b`, '^# ')),
    near_duplicates: fc.oneof(
      fc.constant(false as const),
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      fc.record({ words: fc.integer({ min: 1, max: 9 }), threshold: fc.constantFrom(0.5, 1) }, { requiredKeys: [] }),
    ),
    pii: fc.constantFrom('keep' as const, 'redact' as const, 'drop' as const),
    language: fc.oneof(language, fc.array(language, { minLength: 1, maxLength: 2 })),
    on_bad_row: fc.constantFrom('fail' as const, 'skip' as const),
    exclude: fc.array(fc.record({ file: fc.constant('seen.csv'), prompt: columnOrPath }), { maxLength: 2 }),
    shortage: fc.constantFrom('fail' as const, 'accept' as const),
  },
  { requiredKeys: [] },
);

const scale = fc.uniqueArray(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 11 });
const question = fc.oneof(
  fc.record(
    { name: fc.constantFrom('quality', 'q-1'), title: fc.constantFrom('How good?', 'a: b', '"x"') },
    { requiredKeys: [] },
  ),
  scale.map((values) => ({ values, labels: values.map((value) => `label ${value}`) })),
  scale.map((values) => ({ values })),
);
type WrittenMetadata = NonNullable<NonNullable<WrittenConfig['task']>['metadata']>;

/** None is visible that is not sent. */
function withSentMetadata<T extends { metadata?: unknown; visible_metadata?: string[] }>({
  visible_metadata: visible,
  ...written
}: T): Omit<T, 'visible_metadata'> & { visible_metadata?: string[] } {
  return visible === undefined || written.metadata === undefined ? written : { ...written, visible_metadata: visible };
}

const writtenTask = fc.record(
  {
    workspace: name,
    dataset: name,
    guidelines: fc.constantFrom('guidelines.md', 'docs/how to.md'),
    question,
    overlap: fc.integer({ min: 1, max: 50 }),
    wave: fc.oneof(count, fc.constantFrom('auto' as const, 'all' as const)),
    metadata: fc.constantFrom<WrittenMetadata[]>(
      ['source', 'length', 'kind'],
      [{ name: 'length', type: 'float' }, 'source'],
      ['source'],
    ),
    visible_metadata: fc.constantFrom<string[][]>([], ['source']),
  },
  { requiredKeys: [] },
);
const task = writtenTask.map((written) => withSentMetadata(written));

const argilla = fc.oneof(
  fc.constant({ local: true as const }),
  fc.record({ url: fc.constantFrom('https://argilla.example.org', 'http://127.0.0.1:6900/') }),
  fc.record(
    {
      space: repository,
      server: fc.constantFrom('argilla' as const, 'extralit' as const),
      hardware: fc.constantFrom('cpu-basic', 't4-small'),
      storage: fc.constantFrom('bucket' as const, 'none' as const),
      database: fc.constant({ env: 'ARGILLA_DATABASE_URL' }),
    },
    { requiredKeys: ['space'] },
  ),
);

const publish = fc.record(
  {
    license: fc.constantFrom('cc-by-4.0', 'other'),
    dataset: repository.map((id) => `${id}-ranked`),
    raters: fc.constantFrom('pseudonym' as const, 'username' as const, 'omit' as const),
    min_responses: fc.nat(9),
    exports: fc.record(
      {
        top: fc.oneof(fc.boolean(), fc.record({ certainty: fc.constantFrom(0.5, 0.975) }, { requiredKeys: [] })),
        preferences: fc.oneof(
          fc.boolean(),
          fc.record(
            { max: fc.integer({ min: 1, max: 1_000_000 }), within: fc.constantFrom('any', 'source', 'kind') },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    ),
    dashboard: fc.oneof(
      repository.map((id) => `${id}-page`),
      fc.record(
        {
          space: repository.map((id) => `${id}-page`),
          leaderboard: fc.constantFrom(false as const, 1, 1000),
          opt_out: fc.constantFrom<string[][]>(['ada'], []),
        },
        { requiredKeys: [] },
      ),
    ),
    backup: repository.map((id) => `${id}-backup`),
  },
  { requiredKeys: ['license'] },
);

/** Configs that follow every rule, with all keys. */
export const writtenConfigs: fc.Arbitrary<WrittenConfig> = fc.record(
  { name, seed: fc.nat(), sources, build, task, argilla, publish },
  { requiredKeys: ['name', 'sources', 'argilla'] },
);
