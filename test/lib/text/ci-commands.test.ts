import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disarmCommands } from '../../../src/lib/text/ci-commands.ts';

// What runners read as a command: GitHub's two forms, and that of Azure Pipelines.
const commands = /^\s*::|##\[|##vso\[/imu;

it('no text can become a command of a CI job', () => {
  const piece = fc.constantFrom(
    '::',
    '##[',
    '##vso[',
    '##VSO[',
    '#',
    'set-env',
    ' ',
    '\n',
    '\r\n',
    '\t',
    'x',
    ':',
    '[',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(disarmCommands(pieces.join(''))).not.toMatch(commands);
    }),
  );
});

it('a JSON document reads as before', () => {
  const document = { a: '##[add-mask]x', b: '::error::y', c: ['##vso[task.setvariable]z'] };
  const text = disarmCommands(JSON.stringify(document, null, 2));
  expect(text).not.toMatch(commands);
  expect(JSON.parse(text)).toEqual(document);
});

it('leaves other text alone', () => {
  const text = 'std::vector # heading\n## section [link]\n12:30: a::b';
  expect(disarmCommands(text)).toBe(text);
});
