import { describe, expect, test } from 'vitest';
import { redactPersonalData } from '../../../src/build/filters/personal-data.ts';

describe('mail addresses', () => {
  test.each([
    ['digit@example.com', '[EMAIL]'],
    ['ann@photos.gift.com', '[EMAIL]'],
    ['ANN@EXAMPLE.COM!', '[EMAIL]!'],
  ])('%s is one', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test.each([
    'the user git@example.com of any server',
    'icon@2x.jpg and icon@2x.jpeg',
    'a logo@3x.svg beside a logo@3x.webp',
    'and .ann@example.com',
    'and ann..lee@example.com',
    'and ann.@example.com',
    'and ann@mail.-x.com',
    'and ann@mail-.com',
  ])('there is none in: %s', (text) => {
    expect(redactPersonalData(text)).toBe(text);
  });
});

describe('addresses of the Internet', () => {
  test.each([
    ['the least', '1.90.1.2'],
    ['below 10/8', '9.90.1.2'],
    ['above 10/8', '11.90.1.2'],
    ['below 127/8', '126.90.1.2'],
    ['above 127/8', '128.90.1.2'],
    ['the last before multicast', '223.90.1.2'],
    ['below 172.16/12', '172.15.90.1'],
    ['above 172.16/12', '172.32.90.1'],
    ['beside 172.16/12', '171.16.90.1'],
    ['below 192.168/16', '192.167.90.1'],
    ['above 192.168/16', '192.169.90.1'],
    ['beside 192.168/16', '193.168.1.2'],
    ['below 169.254/16', '169.253.90.1'],
    ['beside 169.254/16', '170.254.90.1'],
    ['above 192.0/16', '192.1.90.1'],
    ['beside 192.0/16', '193.0.90.1'],
    ['below 198.51.100/24', '198.51.99.7'],
    ['beside 198.51.100/24', '198.50.100.7'],
    ['beside 198.51.100/24', '197.51.100.7'],
    ['below 203.0.113/24', '203.0.112.7'],
    ['beside 203.0.113/24', '203.1.113.7'],
    ['beside 203.0.113/24', '202.0.113.7'],
  ])('are somebody’s %s: %s', (_, address) => {
    expect(redactPersonalData(`from ${address} today`)).toBe('from [IP_ADDRESS] today');
  });

  test.each([
    ['this network', '0.90.1.2'],
    ['a private network', '10.90.1.2'],
    ['the machine itself', '127.90.1.2'],
    ['multicast', '224.90.1.2'],
    ['broadcast', '255.90.1.2'],
    ['a private network', '172.16.90.1'],
    ['a private network', '172.31.90.1'],
    ['a private network', '192.168.90.1'],
    ['a link', '169.254.90.1'],
    ['protocols', '192.0.90.1'],
    ['documents', '198.51.100.7'],
    ['documents', '203.0.113.7'],
    ['nobody: a part is too great', '81.2.69.256'],
    ['nobody: a part begins with 0', '81.02.69.142'],
  ])('are nobody’s if they are of %s: %s', (_, address) => {
    expect(redactPersonalData(`from ${address} today`)).toBe(`from ${address} today`);
  });

  test.each([
    'v. 81.2.69.142',
    'version:81.2.69.142',
    'version  81.2.69.142',
    'Version   81.2.69.142',
    'Chrome/81.2.69.142',
    '§81.2.69.142',
    '§ 81.2.69.142',
    'build 120.0.7.0',
    'it is 120.0.0.99',
    'it is 31.31.31.31',
    'it is 81.2.69.142.5',
    'it is 81.2.69.142-3',
  ])('are versions and sections in: %s', (text) => {
    expect(redactPersonalData(text)).toBe(text);
  });

  test.each([
    ['version 2 at 81.2.69.142', 'version 2 at [IP_ADDRESS]'],
    ['version    81.2.69.142', 'version    [IP_ADDRESS]'],
    ['3/81.2.69.142', '3/[IP_ADDRESS]'],
    ['§ 3 on 81.2.69.142', '§ 3 on [IP_ADDRESS]'],
    ['at 120.0.7.99', 'at [IP_ADDRESS]'],
    ['at 31.31.31.32', 'at [IP_ADDRESS]'],
    ['at 32.32.32.32', 'at [IP_ADDRESS]'],
    ['at 81.2.69.142. Then', 'at [IP_ADDRESS]. Then'],
    ['at 81.2.69.142-a', 'at [IP_ADDRESS]-a'],
    ['at 2001:4860:4860::8888, and', 'at [IP_ADDRESS], and'],
  ])('are addresses in: %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });

  test('are none of version 6 where colons make no address', () => {
    expect(redactPersonalData('at 2001:4860:::8888')).toBe('at 2001:4860:::8888');
  });
});
