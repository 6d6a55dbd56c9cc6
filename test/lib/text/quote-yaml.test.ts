import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { quoteYaml } from '../../../src/lib/text/quote-yaml.ts';
import { hostileTexts } from '../../support/hostile-texts.ts';

it('quoteYaml gives back any text, on one line of visible characters', () => {
  fc.assert(
    fc.property(hostileTexts, (text) => {
      const quoted = quoteYaml(text);
      expect(parse(`key: ${quoted}\n`)).toEqual({ key: text });
      expect(quoted).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
