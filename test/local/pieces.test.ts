import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashPassword, isPassword } from '../../src/local/http/password.ts';
import { pythonRepr } from '../../src/local/http/python-text.ts';
import { makeUuid, parseUuid } from '../../src/local/http/uuid.ts';
import { formatMicros, nextMicros } from '../../src/local/storage/store.ts';

describe('times', () => {
  test('have six digits and no zone', () => {
    expect(formatMicros(Date.parse('2026-11-23T02:55:03.289Z') * 1000 + 810)).toBe('2026-11-23T02:55:03.289810');
    expect(formatMicros(1)).toBe('1970-01-01T00:00:00.000001');
  });

  test('increase whatever the clock does, and are never on a full second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 1 }), (clock) => {
        let last = 0;
        for (const now of clock) {
          const next = nextMicros(last, now);
          expect(next).toBeGreaterThan(last);
          expect(next).toBeGreaterThanOrEqual(now * 1000);
          expect(next % 1_000_000).not.toBe(0);
          last = next;
        }
      }),
    );
  });
});

describe('ids', () => {
  test('made of any bytes are read as themselves', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const id = makeUuid(bytes);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(parseUuid(id.toUpperCase())).toEqual({ id });
        expect(parseUuid(id.replaceAll('-', ''))).toEqual({ id });
      }),
    );
  });
});

describe('passwords', () => {
  test('match only their own hash', () => {
    const hash = hashPassword('correct horse', new Uint8Array(16));
    expect(isPassword('correct horse', hash)).toBe(true);
    expect(isPassword('correct horsf', hash)).toBe(false);
    for (const stored of ['', 'scrypt$$', 'scrypt', 'plain']) expect(isPassword('', stored)).toBe(false);
  });
});

test.each([
  ['a', "'a'"],
  ["it's", `"it's"`],
  [`'"`, `'\\'"'`],
  ['a\nb\\', "'a\\nb\\\\'"],
  [[1, 'x', null, true], "[1, 'x', None, True]"],
  [{ a: [] }, "{'a': []}"],
])('pythonRepr of %j', (value, text) => {
  expect(pythonRepr(value)).toBe(text);
});
