import { describe, expect, test } from 'vitest';
import { redactPersonalData } from '../../../src/build/filters/personal-data.ts';
import { join, letters, token } from './made-up-secrets.ts';

const hex = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);
const upper = (length: number): string => 'ABCDEFGH2345'.repeat(8).slice(0, length);

describe('tokens', () => {
  test.each([
    ['Hugging Face', join('hf_', letters(30))],
    ['GitHub', token('gho_', 36)],
    ['GitHub', join('github_', 'pat_', letters(30))],
    ['GitLab', join('glpat-', letters(20))],
    ['npm', token('npm_', 36)],
    ['PyPI', join('pypi-', 'AgE', letters(50))],
    ['Slack', join('xoxb', '-', letters(10))],
    ['Slack apps', join('xapp', '-', letters(20))],
    ['AWS', join('ASIA', upper(16))],
    ['Google', join('AIza', letters(35))],
    ['Stripe', join('rk_test_', letters(16))],
    ['Groq', join('gsk_', letters(40))],
    ['Replicate', join('r8_', letters(37))],
    ['DigitalOcean', join('dop_v1_', hex(64))],
    ['Shopify', join('shpat_', hex(32))],
    ['SendGrid', join('SG.', letters(22), '.', letters(43))],
    ['Telegram', join('12345678:', 'AA', letters(33))],
    ['JSON Web Tokens', join('eyJ', letters(10), '.eyJ', letters(10), '.', letters(10))],
  ])('of %s are found as a whole, and not within a word', (_, secret) => {
    expect(redactPersonalData(`a ${secret}, b`)).toBe('a [KEY], b');
    expect(redactPersonalData(`a x${secret}, b`)).toBe(`a x${secret}, b`);
    expect(redactPersonalData(`a ${secret.slice(0, -letters(10).length)}, b`)).not.toContain('[KEY]');
  });
});

describe('keys that begin with sk-', () => {
  test.each([
    ['a long part with a digit', join('sk-', 'abcd-', token('', 16)), true],
    ['a long part behind an underscore', join('sk-', 'abcd_', token('', 16)), true],
    ['a part that is a little shorter', join('sk-', 'abcde-', token('', 15)), false],
    ['a long part without a digit', join('sk-', 'abcd-', letters(16)), false],
    ['a digit beside a long part', join('sk-', '12-', letters(20)), false],
    ['too little in all', join('sk-', token('', 19)), false],
  ])('have %s: %s', (_, secret, isKey) => {
    expect(redactPersonalData(`a ${secret} b`)).toBe(isKey ? 'a [KEY] b' : `a ${secret} b`);
  });
});

describe('private keys', () => {
  const header = join('-----BEGIN OPENSSH PRIVATE', ' KEY-----');

  test.each(['\n', '\r\n', '\n\n    '])('without an end have lines of Base64 behind %j', (between) => {
    const lines = [letters(64), letters(40)];
    expect(redactPersonalData([`a ${header}`, ...lines].join(between))).toBe('a [KEY]');
  });

  test('have a line that is long enough', () => {
    const text = `a ${header}\n${letters(39)}`;
    expect(redactPersonalData(text)).toBe(text);
  });

  test('of PGP are found', () => {
    const kind = join('PGP PRIVATE', ' KEY BLOCK-----');
    expect(redactPersonalData(`-----BEGIN ${kind}\nx-y\n-----END ${kind}.`)).toBe('[KEY].');
  });
});

describe('passwords in addresses', () => {
  test.each([
    ['ftp://ann:secret@h/x', 'ftp://[PASSWORD]@h/x'],
    ['https://:x@h', 'https://[PASSWORD]@h'],
    ['https://ann@h', 'https://ann@h'],
    ['ann:secret@h', 'ann:secret@h'],
  ])('in %s', (text, redacted) => {
    expect(redactPersonalData(text)).toBe(redacted);
  });
});
