import { describe, expect, test } from 'vitest';
import { redactPersonalData } from '../../../src/build/filters/personal-data.ts';

describe('numbers with a country code', () => {
  test.each([
    // In Spain no number begins with 0, so that the 0 which is dialled at home has to go.
    ['+34 (0)91 123 45 67', '[PHONE]'],
    ['+44 20 7946 0958  22 times', '[PHONE]  22 times'],
    ['+44 20 7946 0958 22 33 times', '[PHONE] 22 33 times'],
    ['+442079460958 1 2 3 4 5', '[PHONE] 1 2 3 4 5'],
    ['+44 20 7946 0958. 12', '[PHONE]. 12'],
  ])('end where the number ends: %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each(['+442079460958 1 2 3 4 5 6', '+44 20 7946', '+999 20 7946 0958', '+44 20 7946 0958x'])(
    'are none in: %s',
    (text) => {
      expect(redactPersonalData(text)).toBe(text);
    },
  );
});

describe('numbers of North America', () => {
  test.each([
    ['on 1 (415) 555-2671', 'on [PHONE]'],
    ['on 1(415) 555-2671', 'on [PHONE]'],
    ['on (415)555-2671', 'on [PHONE]'],
    ['on 21(415) 555-2671', 'on 21[PHONE]'],
    ['on 415-555-2671. Then', 'on [PHONE]. Then'],
    ['on 415.555.2671', 'on [PHONE]'],
  ])('in: %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each(['on 415-555-2671.5', 'on 115-555-2671', 'on 415-155-2671', 'on 3-415-555-26711', 'on 211-555-2671'])(
    'not in: %s',
    (text) => {
      expect(redactPersonalData(text)).toBe(text);
    },
  );
});

describe('numbers of France', () => {
  test.each([
    ['le 01 42 68 53 00. Puis', 'le [PHONE]. Puis'],
    ['le 06-42-68-53-00', 'le [PHONE]'],
  ])('in: %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each([
    'le 20 01 42 68 53 00',
    'le 01 42 68 53 00 20',
    'le 00 42 68 53 00',
    'le 01 42-68-53-00',
    'le 01 42 68 53 00.5',
    'le 03 04 05 06 07',
  ])('not in: %s', (text) => {
    expect(redactPersonalData(text)).toBe(text);
  });
});

describe('numbers that a word announces', () => {
  test.each([
    'phone',
    'Telephone:',
    'fax',
    'telefax',
    'tel.',
    'Mobile',
    'cell',
    'WhatsApp',
    'call me',
    'ring us',
    'reach him at',
    'text them:',
    'dial',
    'telefone',
    'telefono',
    'teléfono',
    'téléphone',
    'Telefon:',
    'telefoon',
    'handy',
    'Handynummer:',
    'celular',
    'móvil',
    'cellulare',
    'portable',
    'тел',
    'телефон:',
    'tel.: no',
    'phone number',
    'tel n°',
    'phone #(',
    '电话',
    '电话: ',
    '手机号码：',
    '電話番号:',
    '전화번호 (',
  ])('behind %s', (word) => {
    const before = word.endsWith('(') ? word : `${word} `;
    expect(redactPersonalData(`${before}123 456 789`)).toBe(`${before}[PHONE]`);
  });

  test.each([
    ['My phone number is 123 456 789.', 'My phone number is [PHONE].'],
    ['tel no: 123 456 789', 'tel no: [PHONE]'],
    ['Mobile number is: 123 456 789', 'Mobile number is: [PHONE]'],
  ])('a word that announces a number was not seen with two words between: %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each([
    ['a word apart', 'tel is out of order, 123 456 789'],
    ['a word apart', '电话坏了，价格 123 456 789'],
    ['another word', 'hotel 123 456 789'],
    ['no word', '123 456 789'],
    ['a part of another number', 'tel 030 901820,5'],
    ['a percentage', 'tel 123 456 789%'],
  ])('not with %s: %s', (_, text) => {
    expect(redactPersonalData(text)).toBe(text);
  });

  test.each([
    ['012 3456', true],
    ['012 3451', true],
    ['01 23 45', false],
    ['12 34 56 78', false],
    ['12 34 56 70', false],
    ['123 456 789', true],
    ['123456789012345', true],
    ['1234567890123456', false],
  ])('with enough digits, and not too many: %s: %s', (number, isNumber) => {
    expect(redactPersonalData(`tel ${number}`)).toBe(isNumber ? 'tel [PHONE]' : `tel ${number}`);
  });

  test.each(['2023-10-12 1030', '2023/1/12 12345', '1999.10.12 103'])('and not %s, which begins as a date', (text) => {
    expect(redactPersonalData(`phone ${text}`)).toBe(`phone ${text}`);
  });

  test.each(['030 2023-10-12', '2123-10-12 1030', '2023 10 12 10'])('but %s is no date', (text) => {
    expect(redactPersonalData(`phone ${text}`)).toBe('phone [PHONE]');
  });
});
