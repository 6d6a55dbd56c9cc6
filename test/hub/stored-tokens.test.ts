import { describe, expect, it } from 'vitest';
import { findStoredToken, readStoredToken, replaceStoredToken } from '../../src/hub/stored-tokens.ts';

// As Python's configparser writes it.
const text = `[pasted]
hf_token = hf_a

[ada: 100% = #1]
hf_token = hf_oauth_b
refresh_token = r=%2F;x
expires_at = 1900000000

`;

describe('stored_tokens', () => {
  it.each([
    ['hf_a', { name: 'pasted', token: 'hf_a', refreshToken: null, expiresAt: null }],
    ['hf_oauth_b', { name: 'ada: 100% = #1', token: 'hf_oauth_b', refreshToken: 'r=%2F;x', expiresAt: 1_900_000_000 }],
    ['hf_none', null],
    ['', null],
  ])('holds of %s what %j says', (token, found) => {
    expect(findStoredToken(text, token)).toEqual(found);
  });

  it('may be edited by hand', () => {
    const edited = '# mine\n[x]\nHF_Token:  hf_a\r\n; refresh_token = no\nexpires_at = soon\n';
    expect(findStoredToken(edited, 'hf_a')).toEqual({ name: 'x', token: 'hf_a', refreshToken: null, expiresAt: null });
    expect(findStoredToken('no section\nhf_token = hf_a', 'hf_a')).toBeNull();
    expect(readStoredToken(edited, 'x')?.token).toBe('hf_a');
    expect(readStoredToken(edited, 'y')).toBeNull();
  });

  it('keeps every other line when a login is replaced', () => {
    const renewed = { name: 'ada: 100% = #1', token: 'hf_oauth_c', refreshToken: 's', expiresAt: 2_000_000_000 };
    const more = `${text}[zoe]\nhf_token = hf_z\n`;
    const replaced = replaceStoredToken(more, renewed);
    expect(replaced).toBe(`[pasted]
hf_token = hf_a

[ada: 100% = #1]
hf_token = hf_oauth_c
refresh_token = s
expires_at = 2000000000

[zoe]
hf_token = hf_z
`);
    expect(findStoredToken(replaced, 'hf_oauth_c')).toEqual(renewed);
    expect(replaceStoredToken(more, { ...renewed, name: 'nobody' })).toBe(more);
    expect(replaceStoredToken(more, { ...renewed, refreshToken: null, expiresAt: null })).toContain(
      '[ada: 100% = #1]\nhf_token = hf_oauth_c\n\n[zoe]',
    );
  });
});
