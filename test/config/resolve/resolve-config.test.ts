import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { resolveConfig } from '../../../src/config/resolve/resolve-config.ts';
import type { Campaign } from '../../../src/model.ts';
import { soundConfig } from '../broken-configs.ts';
import { writtenConfigs } from '../written-configs.ts';

function resolveText(more: string, guidelines: string | null = null): Campaign {
  return resolveConfig(parseConfig(`${soundConfig}${more}`, 'prank.yaml'), { dir: '/campaign', guidelines });
}

it('fills in every default', () => {
  expect(resolveText('')).toEqual({
    name: 'x',
    id: 'x',
    seed: 42,
    dir: '/campaign',
    sources: [
      {
        id: 'a',
        files: ['a.csv'],
        hub: null,
        delimiter: null,
        promptPaths: ['text'],
        where: {},
        kind: 'unknown',
        license: null,
        metadata: {},
        onBadRow: 'fail',
        take: 'all',
        share: null,
        strata: null,
        enabled: true,
      },
    ],
    build: {
      size: null,
      length: { min: 10, max: 4000 },
      drop: [],
      nearDuplicates: { words: 3, threshold: 0.7 },
      language: null,
      pii: 'keep',
      exclude: [],
      shortage: 'fail',
    },
    task: {
      workspace: 'x',
      dataset: 'x',
      guidelines: null,
      question: {
        name: 'quality',
        title: 'How good is this prompt?',
        values: [1, 2, 3, 4, 5],
        labels: ['Very bad', 'Bad', 'Ok', 'Good', 'Very good'],
      },
      overlap: 3,
      wave: 'auto',
      metadata: [],
      keepsMetadata: true,
    },
    engine: { engine: 'auto', spark: { master: null, conf: {}, node: null, output: null } },
    target: { type: 'local' },
    publish: null,
  } satisfies Campaign);
});

it('accepts every config that follows the rules', () => {
  fc.assert(
    fc.property(writtenConfigs, (written) => {
      const { sources, task, build } = resolveConfig(written, { dir: '/campaign', guidelines: null });
      for (const source of sources) expect(source.files.length > 0).toBe(source.hub === null);
      expect(task.question.values).toEqual(task.question.values.toSorted((a, b) => a - b));
      expect([0, task.question.values.length]).toContain(task.question.labels.length);
      expect(build.length.min).toBeLessThanOrEqual(build.length.max);
    }),
  );
});

describe('question', () => {
  it.each<[string, number[], string[]]>([
    ['{values: [5, 0, 3], labels: [high, low, mid]}', [0, 3, 5], ['low', 'mid', 'high']],
    ['{values: [2, 1]}', [1, 2], []],
    ['{labels: []}', [1, 2, 3, 4, 5], []],
    ['{labels: [a, b, c, d, e]}', [1, 2, 3, 4, 5], ['a', 'b', 'c', 'd', 'e']],
  ])('%s', (question, values, labels) => {
    expect(resolveText(`task:\n  question: ${question}\n`).task.question).toMatchObject({ values, labels });
  });
});

it.each([
  ['false', null],
  ['0.5', { words: 3, threshold: 0.5 }],
  ['{words: 5}', { words: 5, threshold: 0.7 }],
  ['{threshold: 1}', { words: 3, threshold: 1 }],
])('near_duplicates: %s', (written, resolved) => {
  expect(resolveText(`build:\n  near_duplicates: ${written}\n`).build.nearDuplicates).toEqual(resolved);
});

it.each<[string, string, unknown]>([
  ['{}', '', { top: null, preferences: null }],
  ['{top: false, preferences: false}', '', { top: null, preferences: null }],
  ['{top: true}', '', { top: { score: 4, certainty: 0.9 }, preferences: null }],
  ['{top: {}}', 'task: {question: {values: [10, 0]}}\n', { top: { score: 7.5, certainty: 0.9 }, preferences: null }],
  ['{top: {score: 3, certainty: 0.6}}', '', { top: { score: 3, certainty: 0.6 }, preferences: null }],
  ['{preferences: true}', '', { top: null, preferences: { max: 10_000, within: 'any' } }],
  ['{preferences: {max: 5, within: kind}}', '', { top: null, preferences: { max: 5, within: 'kind' } }],
])('exports: %s %s', (written, more, exports) => {
  const text = `${more}publish: {license: mit, exports: ${written}}\n`;
  expect(resolveText(text).publish?.exports).toEqual(exports);
});

it.each<[string, unknown]>([
  ['', { space: null, leaderboard: 20, optOut: [] }],
  [', dashboard: o/page', { space: 'o/page', leaderboard: 20, optOut: [] }],
  [', dashboard: {leaderboard: false, opt_out: [ada]}', { space: null, leaderboard: null, optOut: ['ada'] }],
  [', dashboard: {space: o/page, leaderboard: 5}', { space: 'o/page', leaderboard: 5, optOut: [] }],
])('dashboard%s', (written, dashboard) => {
  expect(resolveText(`publish: {license: mit${written}}\n`).publish?.dashboard).toEqual(dashboard);
});

it.each([
  ['CC BY 4.0', { license: 'cc-by-4.0', licenseLink: null }],
  ['ODbL-1.0', { license: 'odbl', licenseLink: null }],
  ['mit-0', { license: 'mit-0', licenseLink: null }],
  ['{name: Our terms, link: "https://example.org"}', { license: 'Our terms', licenseLink: 'https://example.org' }],
])('resolves the licence of the release %s', (written, expected) => {
  expect(resolveText(`publish: {license: ${written}}\n`).publish).toMatchObject(expected);
});

it('keeps the metadata of records only if prank.yaml says nothing about it', () => {
  expect(resolveText('task: {metadata: []}').task).toMatchObject({ metadata: [], keepsMetadata: false });
  expect(resolveText('task: {metadata: [kind]}').task.keepsMetadata).toBe(false);
  expect(resolveText('task: {overlap: 2}').task).toMatchObject({ metadata: [], keepsMetadata: true });
});

it('types metadata by what is written, else by its name', () => {
  const { metadata } = resolveText(
    'task: {metadata: [length, {name: kind, type: terms}, {name: license}], visible_metadata: [kind]}',
  ).task;
  expect(metadata).toEqual([
    { name: 'length', type: 'integer', visible: false },
    { name: 'kind', type: 'terms', visible: true },
    { name: 'license', type: 'terms', visible: false },
  ]);
});

it.each([
  [
    '{space: o/s}',
    {
      type: 'space',
      space: 'o/s',
      server: null,
      hardware: null,
      sleepHours: null,
      storage: 'bucket',
      databaseEnv: null,
    },
  ],
  [
    '{space: o/s, server: extralit, hardware: t4-small, sleep_hours: never, storage: none, database: {env: DB_URL}}',
    {
      type: 'space',
      space: 'o/s',
      server: 'extralit',
      hardware: 't4-small',
      sleepHours: 'never',
      storage: 'none',
      databaseEnv: 'DB_URL',
    },
  ],
  ['{url: "https://x.org/argilla//"}', { type: 'url', url: 'https://x.org/argilla' }],
])('argilla: %s', (written, target) => {
  const text = soundConfig.replace('{local: true}', written);
  expect(resolveConfig(parseConfig(text, 'prank.yaml'), { dir: '/', guidelines: null }).target).toEqual(target);
});

it('makes lists of single values', () => {
  const more =
    '    where: {lang: en, parent: null, n: [1, 2]}\n    delimiter: tab\n    kind: {column: k, map: {"1": human}}\n';
  const [source] = resolveConfig(parseConfig(soundConfig.replace('argilla', `${more}argilla`), 'prank.yaml'), {
    dir: '/',
    guidelines: null,
  }).sources;
  expect(source).toMatchObject({
    where: { lang: ['en'], parent: [null], n: [1, 2] },
    delimiter: '\t',
    kind: { column: 'k', map: { 1: 'human' } },
  });
});
