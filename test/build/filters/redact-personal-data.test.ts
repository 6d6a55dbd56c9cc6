import { describe, expect, test } from 'vitest';
import { redactPersonalData } from '../../../src/build/filters/personal-data.ts';
import { join, letters, token } from './made-up-secrets.ts';

describe('redactPersonalData', () => {
  test.each([
    ['Write to ann.lee+news@mail.example.co.uk.', 'Write to [EMAIL].'],
    ['<bob_9@example.org>, cc: x@y.io', '<[EMAIL]>, cc: [EMAIL]'],
    ['Ring +1 (415) 555-2671 or +49 30 901820.', 'Ring [PHONE] or [PHONE].'],
    ['Call +44 20 7946 0958 2 times', 'Call [PHONE] 2 times'],
    ['(415) 555-2671, 415-555-2671, 1-415-555-2671', '[PHONE], [PHONE], [PHONE]'],
    ['card 4111 1111 1111 1111 or 378282246310005', 'card [CREDIT_CARD] or [CREDIT_CARD]'],
    ['IBAN DE89 3704 0044 0532 0130 00, GB29NWBK60161331926819', 'IBAN [IBAN], [IBAN]'],
    ['+33 1 42 68 53 00, +45 22 34 56 78, +44 (0)20 7946 0958', '[PHONE], [PHONE], [PHONE]'],
    ['01 42 68 53 00 or 01.42.68.53.01', '[PHONE] or [PHONE]'],
    ['Tel. 030 901820, phone: 020 7946 0958, téléphone 0142685300', 'Tel. [PHONE], phone: [PHONE], téléphone [PHONE]'],
    ['call me at 4155552671. 电话：010 6552 9988', 'call me at [PHONE]. 电话：[PHONE]'],
    ['415-555-2671 415-555-2672', '[PHONE] [PHONE]'],
    ['2221 0000 0000 0009, 3782-822463-10005, 30569309025904', '[CREDIT_CARD], [CREDIT_CARD], [CREDIT_CARD]'],
    ['IBAN BE68 5390 0754 7034 BANK', 'IBAN [IBAN] BANK'],
    ['SSN 123-45-6789', 'SSN [SSN]'],
    ['at 2600::1. Then 3.120.181.40.', 'at [IP_ADDRESS]. Then [IP_ADDRESS].'],
    ['redis://:s3cret@h', 'redis://[PASSWORD]@h'],
    ['from 81.2.69.142 and 2a00:1450:4009:80b::200e', 'from [IP_ADDRESS] and [IP_ADDRESS]'],
    ['postgres://joe:s3cret@db.example.com/x', 'postgres://[PASSWORD]@db.example.com/x'],
    [`HF_TOKEN=${join('hf_', letters(34))}`, 'HF_TOKEN=[KEY]'],
    [`key ${token('sk-', 48)}, ${token('ghp_', 36)}, ${join('AKIA', 'ABCDEFGHIJ234567')}`, 'key [KEY], [KEY], [KEY]'],
    [`Bearer ${token('eyJ', 20)}.${token('eyJ', 30)}.${token('', 30)}`, 'Bearer [KEY]'],
    [join('a -----BEGIN RSA PRIVATE', ' KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- b'), 'a [KEY] b'],
    // Close together: the second can be recognized only when the first is gone.
    ['81.2.69.142ann@example.com(415) 555-2671', '[EMAIL][PHONE]'],
    ['👍 ann@example.com 👍', '👍 [EMAIL] 👍'],
  ])('%s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
    expect(redactPersonalData(redacted)).toBe(redacted);
  });

  test.each([
    'Use version 1.2.3.4, not v8.0.0.1; released 2024-10-12 10:30:00',
    'ISBN 978-3-16-148410-0 costs 1,234,567,890 dollars',
    'Solve 123-456-7890 and (12) 3456 7890',
    'pi is 3.14159265358979 and 12345678901234567890',
    'the years 1999-2005, 555-0199, 192.168.0.1, 127.0.0.1, 10.0.0.7',
    'x = a[0:10:2]; t = 12:30:45; std::vector<int>; a@b; @mention; me@localhost',
    'card 4111 1111 1111 1112, IBAN DE88 3704 0044 0532 0130 00, 0000 0000 0000 0000',
    'SSN 000-12-3456, 666-12-3456, 912-12-3456, 123-00-4567',
    'sk-learn is a library, hf_hub_download a function, http://example.com:8080/a@b',
    '2+2=4, +5 points, +1 for this, (2024) 100-200, 1-2-3',
    '::1 and fe80:: and 00:1a:2b',
    '2001:db8::1, fe80::1ff:fe23:4567:890a, ratio 1:2:3:4:5:6:7:8, dead::beef',
    'What does -----BEGIN PRIVATE KEY----- mean? Explain it in one line.',
    'See section 4.1.2.3, Chrome/120.0.0.0, release 81.2.69.142, 255.255.255.0, 8.8.8.8',
    'git clone git@github.com:org/repo.git, icon@2x.png, y = x@w.transpose(), @types/node@20.1.0',
    '.sk-fading-circle-animation-delay, hf_example, AKIA, eyJ, ghp_xxx',
    'EAN 4006381333931 and 5901234123457, UPC 036000291452, 4503599627370496',
    'between 300 400 5000, 01 02 03 04 05, lottery 05 12 33 41 27 08, 20 21 22 23 24',
    'phone 2023-10-12 was new, I rang 10 times, telephone 3310',
    'uuid 123e4567-e89b-12d3-a456-426614174000, sha 356a192b7913b04c54574d18c28d46e6395428ab',
    'arXiv:2401.12345, doi 10.1145/3292500.3330701, lat 52.520008, lon 13.404954',
    'VIN 1HGCM82633A004352, GB82, AB12 CD34 EF56 GH78, NL91ABNA0417164301',
    '1e+20, 5+12345678, (a+b)+1234567 = 0, 1,000,000.00 +100,000,000',
  ])('leaves alone: %s', (text) => {
    expect(redactPersonalData(text)).toBe(text);
  });
});
