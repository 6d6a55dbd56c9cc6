import { describe, expect, it } from 'vitest';
import { newPseudonymKey, pseudonym } from '../../src/ratings/pseudonyms.ts';

describe('pseudonym', () => {
  it('is HMAC-SHA256 of the id under the key (RFC 4231, case 2)', () => {
    expect(pseudonym('Jefe', 'what do ya want for nothing?')).toBe('rater-5bdcc146bf60');
  });

  it('differs with the key', () => {
    expect(pseudonym('a', 'r1')).not.toBe(pseudonym('b', 'r1'));
  });
});

describe('newPseudonymKey', () => {
  it('writes 32 random bytes as hex', () => {
    expect(newPseudonymKey((size) => Buffer.alloc(size, 0xab))).toBe('ab'.repeat(32));
  });
});
