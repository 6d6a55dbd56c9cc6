import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPersonalData, redactPersonalData } from '../../../src/build/filters/personal-data.ts';
import { join, letters, token } from './made-up-secrets.ts';

describe('findPersonalData', () => {
  const fragment = fc.constantFrom(
    'ann@example.com',
    '+1 415 555 2671',
    '4111111111111111',
    '415-555-2671',
    '8.8.8.8',
    'DE89370400440532013000',
    '(415) 555-2671',
    '01 42 68 53 00',
    '2a00:1450:4009:80b::200e',
    '123-45-6789',
    'tel ',
    'x://',
    'a:b@',
    token('sk-', 30),
    ' ',
    'a',
    '-',
    '@',
    '👍',
    '1',
    '.',
    'é',
  );
  const text = fc.oneof(
    fc.array(fragment, { maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  test("gives ordered parts that don't overlap, and a redacted text has none and never changes again", () => {
    fc.assert(
      fc.property(text, (written) => {
        const found = findPersonalData(written);
        let end = 0;
        for (const part of found) {
          expect(part.start).toBeGreaterThanOrEqual(end);
          expect(part.end).toBeGreaterThan(part.start);
          end = part.end;
        }
        expect(end).toBeLessThanOrEqual(written.length);
        const redacted = redactPersonalData(written);
        expect(redacted === written).toBe(found.length === 0);
        expect(redactPersonalData(redacted)).toBe(redacted);
      }),
    );
  });

  test.each([
    ['ann@example.com', 'EMAIL'],
    ['+49 30 901820', 'PHONE'],
    [join('glpat-', letters(20)), 'KEY'],
    [join('sk_live_', letters(20)), 'KEY'],
    [join('github_', 'pat_', letters(22)), 'KEY'],
    [token('npm_', 36), 'KEY'],
    [token('sk-proj-', 28), 'KEY'],
    [`SG.${token('', 22)}.${token('', 43)}`, 'KEY'],
    [`123456789:AA${token('', 33)}`, 'KEY'],
    [
      join('-----BEGIN RSA PRIVATE', ' KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END RSA PRIVATE', ' KEY-----'),
      'KEY',
    ],
    [join('-----BEGIN PRIVATE', ` KEY-----\n${token('', 64)}\n${token('', 64)}`), 'KEY'],
  ])('%j by its position, also after astral characters', (data, type) => {
    const written = `🧙‍♂️𝒳 ${data} 👍`;
    const start = written.indexOf(data);
    expect(findPersonalData(written)).toEqual([{ type, start, end: start + data.length }]);
  });
});

describe('social security numbers', () => {
  test.each([
    ['is 123-45-6789, and', 'is [SSN], and'],
    ['is 123-45-6789. Then', 'is [SSN]. Then'],
    ['is 123-45-6789x', 'is 123-45-6789x'],
    ['is 123-45-6789-1', 'is 123-45-6789-1'],
    ['is 123-45-6789.5', 'is 123-45-6789.5'],
    ['is 123-45-0000', 'is 123-45-0000'],
    ['is 899-01-0001', 'is [SSN]'],
  ])('%s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });
});
