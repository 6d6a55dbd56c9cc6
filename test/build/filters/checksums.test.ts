import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIbanValid, isLuhnValid } from '../../../src/build/filters/checksums.ts';

describe('isLuhnValid', () => {
  // The example of ISO/IEC 7812-1, and test numbers of the networks.
  test.each(['79927398713', '4111111111111111', '5555555555554444', '378282246310005', '0', '18', '26', '59'])(
    '%s',
    (digits) => {
      expect(isLuhnValid(digits)).toBe(true);
    },
  );

  test.each(['79927398710', '79927398712', '4111111111111112', '1', '9', '81', '95'])('not %s', (digits) => {
    expect(isLuhnValid(digits)).toBe(false);
  });

  test('exactly one last digit makes any number valid', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,20}$/u), (digits) => {
        const valid = Array.from('0123456789').filter((last) => isLuhnValid(digits + last));
        expect(valid).toHaveLength(1);
      }),
    );
  });
});

describe('isIbanValid', () => {
  // Examples from the SWIFT registry.
  test.each(['GB29NWBK60161331926819', 'DE89370400440532013000', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S'])(
    '%s',
    (iban) => {
      expect(isIbanValid(iban)).toBe(true);
      expect(isIbanValid(iban.slice(0, -1) + (iban.endsWith('0') ? '1' : '0'))).toBe(false);
    },
  );

  test('not with two characters swapped', () => {
    expect(isIbanValid('GB29NWBK60161331928619')).toBe(false);
    expect(isIbanValid('GB92NWBK60161331926819')).toBe(false);
  });
});
