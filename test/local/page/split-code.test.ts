import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitCode } from '../../../src/local/page/split-code.ts';

const kinds = (text: string): string[] => splitCode(text).map(({ kind, text: part }) => `${kind} ${part}`);

test.each([
  ['', ['prose ']],
  ['plain\ntext', ['prose plain\ntext']],
  ['a\n```js\nb\n```\nc', ['prose a\n', 'code ```js\nb\n```\n', 'prose c']],
  ['```\na\n```\n```\nb\n```', ['code ```\na\n```\n', 'code ```\nb\n```']],
  ['~~~~\n```\n~~~\n~~~~\nx', ['code ~~~~\n```\n~~~\n~~~~\n', 'prose x']],
  ['```\nnever closed', ['code ```\nnever closed']],
  ['```\na\n``` b\n```', ['code ```\na\n``` b\n```']],
  ['use ```x``` here\n```y``` too', ['prose use ```x``` here\n```y``` too']],
  ['    ```\nindented', ['prose     ```\nindented']],
])('splits %j', (text, parts) => {
  expect(kinds(text)).toEqual(parts);
});

test('the parts joined are the text', () => {
  const line = fc.constantFrom('```', '````', '~~~', '```js', ' ```', 'x', '', '``` a`', '\r');
  fc.assert(
    fc.property(
      fc.array(line).map((lines) => lines.join('\n')),
      (text) => {
        expect(
          splitCode(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});
