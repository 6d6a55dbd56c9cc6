import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepProse } from '../../../src/build/filters/prose.ts';

/** A question behind so many characters of code. */
function askAboutCode(length: number): string {
  return `\`\`\`\n${'x'.repeat(length)}\n\`\`\`\nTell me about the rain`;
}

describe('keepProse', () => {
  test.each([
    ['Fix this: `x = 1` please', 'Fix this:   please'],
    ['See https://example.com/a/b?c=d for more', 'See   for more'],
    ['Run it\n```python\nprint(1)\n```\nand tell', 'Run it\n \nand tell'],
    ['Explain\n```js\nlet x = 1;', 'Explain\n '],
    ['What is wrong?\n\nint x = 3;\nif (x) {\n}\n', 'What is wrong?\n\n\n\n}\n'],
    ['Was ist hier falsch?\n    return x + y', 'Was ist hier falsch?\n'],
    ['See http://example.com/a and www.example.com for more', 'See   and   for more'],
    ['Fix this, please:\n"name": "x"}\n"size": 1 }\nThank you', 'Fix this, please:\n\n\nThank you'],
    ['What does this do?\ndef add(a, b):\nand why', 'What does this do?\n\nand why'],
    ['Tell me    about the rain', 'Tell me    about the rain'],
  ])('%j', (text, prose) => {
    expect(keepProse(text)).toBe(prose);
  });

  test.each([
    'Wie geht es dir (heute)? Sag es mir: kurz, aber gut.',
    'Write a story about {topic} in the style of {author}',
    '- one;\n- two;\n- three',
    'Ποια είναι η πρωτεύουσα της Γαλλίας;',
    '「雨」についての詩を書いて。',
    "C'est l'été, n'est-ce pas ?",
    `I want you to act as a JavaScript console. I will type commands and you reply with what the console should show, and with nothing else. My first command is console.log("Hello World");`,
  ])('keeps what people write: %j', (text) => {
    expect(keepProse(text)).toContain(text.split('\n').at(-1));
  });

  test.each([
    '',
    '12345 67',
    '{"a": [1, 2, 3], "b": null}',
    '\\int_0^1 x^2 \\, dx = \\frac{1}{3}',
    'const x = items.map((i) => i.id);',
    '#include <stdio.h>\nint main() { return 0; }',
    '<div class="x"></div>',
    '|1| |5|\n| |8| |',
  ])('leaves nothing of %j', (text) => {
    expect(keepProse(text).trim()).toBe('');
  });

  test.each([
    ['letters that stand alone', 'a b c d e f'],
    ['letters before a full stop', 'a. b. c. d. e.'],
    ['three letters among ten signs', 'abc 1234567'],
  ])('keeps %s: %j', (_, text) => {
    expect(keepProse(text)).toBe(text);
  });

  test.each([
    ['three letters among eleven signs', 'abc 12345678'],
    ['words that are parts of names', 'a.b c.d e_f g(h i=j'],
  ])('leaves nothing of %s: %j', (_, text) => {
    expect(keepProse(text)).toBe('');
  });

  test('looks at the first 20,000 characters, and keeps a thousand', () => {
    expect(keepProse('ab '.repeat(700))).toBe('ab '.repeat(400).slice(0, 1000));
    expect(keepProse(askAboutCode(19_000))).toBe(' \nTell me about the rain');
    expect(keepProse(askAboutCode(20_000)).trim()).toBe('');
  });

  test('gives at most a thousand characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(keepProse(text).length).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
