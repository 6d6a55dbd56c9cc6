import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRecordFault, type RecordDraft, renderRecordJson } from '../../src/argilla/record-json.ts';
import type { MetadataType } from '../../src/model.ts';

const types = new Map<string, MetadataType>([
  ['source', 'terms'],
  ['length', 'integer'],
  ['score', 'float'],
]);
const draft: RecordDraft = { externalId: 'a1', prompt: 'Why?', metadata: { source: 's', length: 4, score: 1 } };

describe('renderRecordJson', () => {
  it('leaves metadata out if none is sent, because an empty one would clear what the record has', () => {
    expect(renderRecordJson({ ...draft, metadata: null }, types)).toBe(
      '{"external_id":"a1","fields":{"prompt":"Why?"}}',
    );
  });

  it('writes whole floats with a decimal point and integers without', () => {
    expect(renderRecordJson(draft, types)).toBe(
      '{"external_id":"a1","fields":{"prompt":"Why?"},"metadata":{"source":"s","length":4,"score":1.0}}',
    );
  });

  it.each([
    [0, '0.0'],
    [-3, '-3.0'],
    [0.5, '0.5'],
    [1e21, '1e+21'],
  ])('writes the float %d as %s', (score, text) => {
    expect(renderRecordJson({ ...draft, metadata: { score } }, types)).toContain(`"score":${text}`);
  });

  it('replaces lone surrogates, which would fail the whole batch', () => {
    expect(renderRecordJson({ ...draft, prompt: 'a\ud800b', metadata: { source: '\udc00' } }, types)).toContain(
      'a\ufffdb',
    );
  });

  it('is JSON with the same content, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (prompt, score) => {
          const parsed: unknown = JSON.parse(renderRecordJson({ externalId: 'x', prompt, metadata: { score } }, types));
          const written = {
            external_id: 'x',
            fields: { prompt: prompt.toWellFormed() },
            metadata: { score: score + 0 },
          };
          expect(parsed).toEqual(written);
        },
      ),
    );
  });
});

describe('findRecordFault', () => {
  const cases: [string, Partial<RecordDraft>, string | null][] = [
    ['a good record', {}, null],
    ['an empty prompt', { prompt: '  \n' }, 'the prompt is empty'],
    [
      'a term that would never be indexed',
      { metadata: { source: 'x'.repeat(32_767) } },
      'metadata source has 32767 bytes, more than the 32766 that can be indexed',
    ],
    [
      'bytes count, not characters',
      { metadata: { source: 'ä'.repeat(16_384) } },
      'metadata source has 32768 bytes, more than the 32766 that can be indexed',
    ],
    ['text in an integer', { metadata: { length: 'long' } }, 'metadata length is not a number'],
    ['a fraction in an integer', { metadata: { length: 1.5 } }, 'metadata length is not a whole number'],
    ['null anywhere', { metadata: { length: null, source: null } }, null],
  ];
  it.each(cases)('%s', (_, change, fault) => {
    expect(findRecordFault({ ...draft, ...change }, types)).toBe(fault);
  });
});
