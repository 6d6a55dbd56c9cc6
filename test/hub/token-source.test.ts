import { describe, expect, it } from 'vitest';
import { renewToken } from '../../src/hub/token-source.ts';

describe('renewToken', () => {
  it('hands out a token until it is time for another, which requests at the same time share', async () => {
    let now = 0;
    let made = 0;
    const renew = async () => {
      made += 1;
      return { token: `t${made}`, renewMs: now + 100, endsMs: now + 120 };
    };
    const ask = renewToken({ token: 't0', renewMs: 100, endsMs: 120 }, renew, () => now);
    now = 99;
    expect(await ask()).toBe('t0');
    now = 100;
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['t1', 't1', 't1']);
    now = 199;
    expect(await ask()).toBe('t1');
    now = 200;
    expect(await ask()).toBe('t2');
    expect(made).toBe(2);
  });

  it('uses the old token while it is good, tries again after five minutes, and fails when it has ended', async () => {
    let now = 100;
    let tries = 0;
    const renew = async () => {
      tries += 1;
      throw new Error('no');
    };
    const ask = renewToken({ token: 't0', renewMs: 100, endsMs: 400_000 }, renew, () => now);
    expect([await ask(), await ask()]).toEqual(['t0', 't0']);
    expect(tries).toBe(1);
    now += 300_000;
    expect(await ask()).toBe('t0');
    expect(tries).toBe(2);
    now = 400_000;
    await expect(ask()).rejects.toThrow('no');
    await expect(ask()).rejects.toThrow('no');
    expect(tries).toBe(4);
  });
});
