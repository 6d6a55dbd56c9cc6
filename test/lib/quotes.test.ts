import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { quoteShell } from '../../src/lib/shell-command.ts';
import { quoteYaml } from '../../src/lib/quote-yaml.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'$\'"`\\{} \n\t#:-*&!%@~'.split('')) }),
);

it('quoteYaml gives back any text, on one line of what can be seen', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const quoted = quoteYaml(text);
      expect(parse(`key: ${quoted}\n`)).toEqual({ key: text });
      expect(quoted).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

it('quoteShell gives back any text', () => {
  const words = fc.sample(texts, { numRuns: 300, seed: 7 }).map((text) => text.replaceAll('\0', ''));
  const script = `printf '%s\\0' ${['-n', '~', '$HOME', '', ...words].map(quoteShell).join(' ')}`;
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(['-n', '~', '$HOME', '', ...words]);
});
