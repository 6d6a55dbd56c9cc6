import { describe, expect, test } from 'vitest';
import { findPersonalData } from '../../../src/build/filters/personal-data.ts';

const typesIn = (text: string) =>
  findPersonalData(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

/** The smallest number with this prefix and length that passes the Luhn check. */
function complete(beginning: string, length: number): string {
  for (let rest = 0; rest < 10; rest += 1) {
    const number = beginning + '0'.repeat(length - beginning.length - 1) + String(rest);
    const sum = Array.from(number)
      .toReversed()
      .map(Number)
      .map((digit, at) => (at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit))
      .reduce((total, digit) => total + digit, 0);
    if (sum % 10 === 0) return number;
  }
  return '';
}

/** With its check digits: D is 13 and E is 14 (ISO 13616). */
function germanIban(account: string): string {
  return `DE${String(98n - (BigInt(`${account}131400`) % 97n)).padStart(2, '0')}${account}`;
}

describe('card numbers', () => {
  test.each([
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['2229', 16],
    ['2230', 16],
    ['2300', 16],
    ['2699', 16],
    ['2700', 16],
    ['2719', 16],
    ['2720', 16],
    ['6011', 16],
    ['644', 16],
    ['649', 16],
    ['650', 16],
    ['62', 16],
    ['3528', 16],
    ['3530', 16],
    ['3589', 16],
    ['34', 15],
    ['37', 15],
    ['300', 14],
    ['305', 14],
    ['36', 14],
    ['38', 14],
  ])('of a network begin with %s and have %i digits', (beginning, length) => {
    const number = complete(beginning, length);
    expect(typesIn(`card ${number}.`)).toEqual([`CREDIT_CARD ${number}`]);
    const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10);
    expect(typesIn(`card ${wrong}.`)).toEqual([]);
  });

  test.each([
    ['50', 16],
    ['56', 16],
    ['2220', 16],
    ['2721', 16],
    ['6012', 16],
    ['643', 16],
    ['66', 16],
    ['3527', 16],
    ['3590', 16],
    ['34', 16],
    ['35', 15],
    ['36', 15],
    ['306', 14],
    ['37', 14],
    ['39', 14],
  ])('of no network: %s with %i digits', (beginning, length) => {
    expect(typesIn(`card ${complete(beginning, length)}.`)).toEqual([]);
  });

  test.each(['4111-1111-1111-1111', '4111\u00a01111\u00a01111\u00a01111', '3782 822463 10005'])(
    'are found in groups: %s',
    (number) => {
      expect(typesIn(`(${number})`)).toEqual([`CREDIT_CARD ${number}`]);
    },
  );

  test.each([
    'x4111111111111111',
    '4111111111111111x',
    '1,4111111111111111',
    '-4111111111111111',
    '4111111111111111.5',
    '4111111111111111-2',
    '4111 1111-1111 1111',
  ])('are not found in %s', (text) => {
    expect(typesIn(text)).toEqual([]);
  });
});

describe('IBANs', () => {
  test.each([
    ['GB29 NWBK 6016 1331 9268 19', 'GB29 NWBK 6016 1331 9268 19'],
    ['NO9386011117947 OSLO', 'NO9386011117947'],
    ['MT84MALT011000012345MTLCAST001S', 'MT84MALT011000012345MTLCAST001S'],
    ['BE68 5390 0754 7034, and', 'BE68 5390 0754 7034'],
    ['ES91 2100 0418 4502 0005 1332', 'ES91 2100 0418 4502 0005 1332'],
    ['PT50000201231234567890154', 'PT50000201231234567890154'],
    ['SA03 8000 0000 6080 1016 7519', 'SA03 8000 0000 6080 1016 7519'],
  ])('in %s', (text, iban) => {
    expect(typesIn(text)).toEqual([`IBAN ${iban}`]);
  });

  test.each([
    'GB28 NWBK 6016 1331 9268 19',
    'XX89370400440532013000',
    'BE6853900754703',
    'NO9386011117947OSLO',
    'xNO9386011117947',
    'no9386011117947',
  ])('not in %s', (text) => {
    expect(typesIn(text)).toEqual([]);
  });

  test('not with fewer digits than the country has, though the check digits are right', () => {
    const [whole, short] = ['370400440532013000', '37040044053201'];
    expect(typesIn(germanIban(whole))).toEqual([`IBAN DE89${whole}`]);
    expect(typesIn(germanIban(short))).toEqual([]);
  });
});
