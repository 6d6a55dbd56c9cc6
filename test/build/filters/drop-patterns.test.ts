import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/lib/errors.ts';
import { compileDropPatterns } from '../../../src/build/filters/drop-patterns.ts';

describe('compileDropPatterns', () => {
  test.each([
    ['(?i)a', 'iu'],
    ['(?ims)a', 'imsu'],
    ['(?ii)a', 'iu'],
    ['a', 'u'],
    ['(?:a)', 'u'],
    ['a(?=b)', 'u'],
  ])('%s has the flags %s', (pattern, flags) => {
    expect(compileDropPatterns([pattern])[0]?.flags.split('').toSorted().join('')).toBe(flags);
  });

  test('compiles every pattern, in order, and names the place of a wrong one', () => {
    expect(compileDropPatterns(['a', '(?i)b']).map(({ source }) => source)).toEqual(['a', 'b']);
    expect(() => compileDropPatterns(['a', '('])).toThrow(expect.objectContaining({ code: 'pattern_invalid' }));
    expect(() => compileDropPatterns(['a', '('])).toThrow(/^build\.drop\[1\]: `\(` is no regular expression: /u);
    expect(() => compileDropPatterns(['a', '('])).toThrow(UsageError);
  });

  test.each(['(?g)a', '(?iy)a', '(?u)a', '(?I)a'])('does not know the flags of %s', (pattern) => {
    expect(() => compileDropPatterns([pattern])).toThrow('i, m and s are known');
  });

  test.each(['', '(?i)', '(?ims)'])('refuses %j, which is in every prompt', (pattern) => {
    expect(() => compileDropPatterns(['a', pattern])).toThrow(
      expect.objectContaining({
        code: 'pattern_invalid',
        message: `build.drop[1]: \`${pattern}\` is empty and would drop every prompt.`,
      }),
    );
  });

  test('takes flags at the beginning alone', () => {
    expect(() => compileDropPatterns(['x(?g)y'])).toThrow('is no regular expression: Invalid group.');
  });

  test('says why a pattern is wrong, and what patterns are', () => {
    expect(() => compileDropPatterns(['x'.repeat(100) + '('])).toThrow(
      expect.objectContaining({
        message: `build.drop[0]: \`${'x'.repeat(59)}…\` is no regular expression: Unterminated group.`,
        hint: expect.stringContaining('JavaScript regular expressions'),
        cause: expect.any(SyntaxError),
      }),
    );
  });
});
