import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/local/http/api-error.ts';
import { checkJsonSize } from '../../../src/local/http/json-size.ts';

/** The status that text is rejected with; 200 if it is not. */
function statusOf(text: string, role: 'owner' | 'annotator' = 'annotator'): number {
  try {
    checkJsonSize(Buffer.from(text), role);
    return 200;
  } catch (error) {
    return error instanceof ApiError ? error.status : Number.NaN;
  }
}

describe('the size of JSON', () => {
  it.each([
    [20_000, 'annotator', 200],
    [20_001, 'annotator', 413],
    [20_001, 'owner', 200],
    [2_000_001, 'owner', 413],
  ] as const)('of %i values sent by an %s gives %i', (count, role, status) => {
    expect(statusOf(`[${Array.from({ length: count }, () => '{}').join(',')}]`, role)).toBe(status);
  });

  it.each([
    ['[', ']', 500, 200],
    ['[', ']', 501, 422],
    ['{"a":', '}', 501, 422],
  ])('nested with %s%s %i deep gives %i', (open, close, depth, status) => {
    expect(statusOf(`${open.repeat(depth)}1${close.repeat(depth)}`)).toBe(status);
  });

  it('is counted outside strings only', () => {
    const punctuation = fc.string({ unit: fc.constantFrom('"', '\\', ',', '[', '{', '}', 'é') });
    fc.assert(
      fc.property(fc.array(punctuation), (texts) => {
        const long = '[,"\\'.repeat(30_000);
        expect(statusOf(JSON.stringify([...texts, long, ...texts]))).toBe(200);
        const many = Array.from({ length: 20_001 }, () => 0);
        expect(statusOf(JSON.stringify([...texts, ...many]))).toBe(413);
      }),
      { numRuns: 30 },
    );
  });

  it('of text that is no JSON is no trouble', () => {
    for (const text of ['', '"', '"\\', '\\"', '}}}]', '"[[[']) expect(statusOf(text)).toBe(200);
  });
});
