import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundPrompt } from '../../../src/campaign/adopt/found.ts';
import { listSources, maxSources } from '../../../src/campaign/adopt/list-sources.ts';
import { renderConfig } from '../../../src/campaign/adopt/render-config.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { hostileTexts } from '../../support/hostile-texts.ts';

function found(text: string, change: Partial<FoundPrompt> = {}): FoundPrompt {
  return { text, source: 'chats', kind: 'human', license: 'mit', metadata: {}, ...change };
}

function configOf(prompts: readonly FoundPrompt[], origin = 'owner/name'): string {
  const common = { name: 'x', prompts, guidelines: null, target: 'local' as const, publish: null, task: {} };
  const rest = { answers: 0, raters: 0, notes: [], addAnswers: async () => {} };
  return renderConfig('adopted', { origin, ...common, ...rest }, listSources(prompts));
}

const anyText = fc.oneof(fc.string({ unit: 'binary' }), hostileTexts);
const anyPrompt = fc.record({
  text: fc.oneof(anyText, fc.constantFrom('same text', 'Same  text')),
  source: fc.option(anyText),
  kind: fc.option(fc.constantFrom('human' as const, 'synthetic' as const, 'unknown' as const)),
  license: fc.option(anyText),
  metadata: fc.dictionary(anyText, fc.oneof(anyText, fc.integer(), fc.constant(null)), { maxKeys: 4 }),
});

describe('the sources of an adopted campaign', () => {
  it('have ids, licences and metadata that prank.yaml allows, whatever they were called', () => {
    fc.assert(
      fc.property(fc.array(anyPrompt, { maxLength: 8 }), anyText, (prompts, origin) => {
        fc.pre(listSources(prompts).sources.length > 0);
        const text = configOf(prompts, origin);
        expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/u);
        const { sources } = parseConfig(text, 'prank.yaml');
        const ids = sources.map(({ id }) => id.toLowerCase());
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });

  it('lose no prompt but those that no server takes, and equal texts', () => {
    fc.assert(
      fc.property(fc.array(anyPrompt, { maxLength: 12 }), (prompts) => {
        const { sources, repeated, unusable } = listSources(prompts);
        const rows = sources.flatMap((source) => source.rows);
        expect(rows.length + repeated + unusable).toBe(prompts.length);
      }),
    );
  });

  it('keep a name that is an id already, and the whole name of any other as metadata', () => {
    const { sources } = listSources([
      found('a'),
      found('b', { source: 'of people/chats' }),
      found('c', { source: null }),
    ]);
    expect(sources.map(({ id, rows }) => [id, rows[0]?.metadata])).toEqual([
      ['chats', {}],
      ['of-people-chats', { original_source: 'of people/chats' }],
      ['unknown', {}],
    ]);
  });

  it('are split by licence, and by nothing else', () => {
    const prompts = [found('a'), found('b', { license: 'apache-2.0' }), found('c'), found('d', { license: 'a\nb' })];
    const { sources } = listSources(prompts);
    expect(sources.map(({ id, license, rows }) => [id, license, rows.length])).toEqual([
      ['chats', 'mit', 2],
      ['chats-2', 'apache-2.0', 1],
      ['chats-3', null, 1],
    ]);
  });

  it('name one kind, or leave it to the rows', () => {
    const { sources } = listSources([
      found('a'),
      found('b', { kind: null }),
      found('c', { source: 'other', kind: 'synthetic' }),
    ]);
    expect(sources.map(({ kind }) => kind)).toEqual([null, 'synthetic']);
    expect(sources[0]?.rows.map(({ kind }) => kind)).toEqual(['human', 'unknown']);
  });

  it('are one for each licence if they are too many', () => {
    const prompts = Array.from({ length: maxSources + 1 }, (_, index) => found(`p${index}`, { source: `s${index}` }));
    const { sources, isMerged } = listSources(prompts);
    expect([sources.length, isMerged]).toEqual([1, true]);
    expect(sources[0]?.rows[7]?.metadata).toEqual({ original_source: 's7' });
    expect(listSources(prompts.slice(1)).sources).toHaveLength(maxSources);
  });

  it('leave out metadata that name people, and rename those that prank fills in', () => {
    const metadata = { user: 'me', 'E-Mail': 'a@b.c', kind: 'x', Länge: 3, __proto__x: 1, empty: '', nothing: null };
    const { sources, personal } = listSources([found('a', { metadata })]);
    expect(personal).toEqual(['user', 'E-Mail']);
    expect(sources[0]?.rows[0]?.metadata).toEqual({ original_kind: 'x', l_nge: 3, proto__x: 1 });
  });
});
