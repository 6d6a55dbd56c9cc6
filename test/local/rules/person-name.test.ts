import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameLook, readPersonName } from '../../../src/local/rules/person-name.ts';
import { hostileTexts } from '../../support/hostile-texts.ts';

describe('a name that a person picks', () => {
  test.each([
    ['ada', 'ada'],
    ['  Zoë   K. ', 'Zoë K.'],
    ['Zoe\u0308', 'Zo\u00EB'],
    ["O'Brien-Smith_2", "O'Brien-Smith_2"],
    ['Иван', 'Иван'],
    ['山田 Taro', '山田 Taro'],
    ['मीरा', 'मीरा'],
    ['x'.repeat(40), 'x'.repeat(40)],
  ])('%j is kept as %j', (given, name) => {
    expect(readPersonName(given)).toEqual({ name });
  });

  test.each([
    ['', 'Choose a name'],
    [' \t ', 'Choose a name'],
    ['x'.repeat(41), 'at most 40'],
    ['a\u200Bda', 'letters, digits'],
    ['\u202Eada', 'letters, digits'],
    ['\u3164', 'letters, digits'],
    ['ada\nowner', 'letters, digits'],
    ['ada\u001B[31m', 'letters, digits'],
    ['=1+1', 'letters, digits'],
    ['-v', 'letters, digits'],
    ['<b>ada</b>', 'letters, digits'],
    ['a\u0324\u0325\u0326\u0327\u0328', 'letters, digits'],
    ['аda', 'one alphabet'],
    ['αda', 'one alphabet'],
    ['ada\uD800', 'can’t be used'],
  ])('%j is refused: %s', (given, reason) => {
    expect(readPersonName(given)).toEqual({ problem: expect.stringContaining(reason) });
  });

  test('never has characters that a shell, a sheet or HTML could misread', () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        const read = readPersonName(text);
        expect('name' in read ? read.name : 'refused').toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._'’-]*$/u);
      }),
    );
  });

  test('is read the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        const read = readPersonName(given);
        expect('name' in read ? readPersonName(read.name) : read).toEqual(read);
      }),
    );
  });
});

describe('names look the same', () => {
  test.each([
    ['ada', 'ADA'],
    ['ada', 'Adá'],
    ['ada', 'a.d_a'],
    ['ada', 'ａｄａ'],
    ['ace', 'асе'],
    ['HOPE', 'НОРЕ'],
    ['bob', 'b0b'],
    ['Ian', 'lan'],
    ['Ian', '1an'],
    ['iris', 'İris'],
    ['rho', 'rhο'],
    ['strasse', 'straße'.replace('ß', 'ss')],
  ])('%s and %s', (one, other) => {
    expect(nameLook(one)).toBe(nameLook(other));
  });

  test.each([
    ['ada', 'adam'],
    ['मीरा', 'मेरा'],
    ['山田', '山本'],
    ['Иван', 'Илья'],
    ['team 2', 'team 3'],
  ])('%s and %s do not', (one, other) => {
    expect(nameLook(one)).not.toBe(nameLook(other));
  });
});
