import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  isSameProgram,
  parseProgramChoice,
  planProgram,
  renderInstallation,
  renderProgramChoice,
  sha512Of,
} from '../../../src/campaign/schedule/program.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('parseProgramChoice', () => {
  it.each(['vendored', 'npm', `git+https://github.com/me/prank.git#${commit}`])(
    '%s is read and written back',
    (text) => {
      expect(renderProgramChoice(parseProgramChoice(text))).toBe(text);
    },
  );

  it.each([
    ['git+https://github.com/me/prank.git#main', 'does not end in a commit id'],
    ['git+https://github.com/me/prank.git#v1.0.0', 'does not end in a commit id'],
    [`git+https://github.com/me/prank.git#${commit.slice(1)}`, 'does not end in a commit id'],
    [`git+https://github.com/me/prank.git#${commit}0`, 'does not end in a commit id'],
    [`git+https://github.com/me/prank.git#${commit}\n- run: id`, 'does not end in a commit id'],
    [`git+https://github.com/me/prank.git#${commit.toUpperCase()}`, 'does not end in a commit id'],
    ['git+https://github.com/me/prank.git', 'is none of'],
    [`git+http://github.com/me/prank.git#${commit}`, 'is none of'],
    [`git+ssh://git@github.com/me/prank.git#${commit}`, 'is none of'],
    [`github:me/prank#${commit}`, 'is none of'],
    ['prank@latest', 'is none of'],
    ['', 'is none of'],
  ])('refuses %s', (text, problem) => {
    expect(() => parseProgramChoice(text)).toThrow(problem);
  });

  it('refuses a password without repeating it', () => {
    const text = `git+https://me:canary@github.com/me/prank.git#${commit}`;
    expect(() => parseProgramChoice(text)).toThrow(expect.objectContaining({ code: 'schedule_from_has_login' }));
    expect(() => parseProgramChoice(text)).toThrow('user or password');
    expect(() => parseProgramChoice(text)).not.toThrow('canary');
  });
});

describe('planProgram', () => {
  const wanted = gzipSync('this program');
  const recompressed = gzipSync('this program', { level: 1 });
  const old = gzipSync('an earlier program');
  const plan = (change: Partial<Parameters<typeof planProgram>[1]>) =>
    planProgram('p.tgz', { wanted, found: null, sha512: null, force: false, ...change });

  it.each<[string, Partial<Parameters<typeof planProgram>[1]>, string | null, Buffer | null]>([
    ['is written', {}, 'create', wanted],
    ['is kept', { found: wanted }, 'keep', wanted],
    ['is kept when another npm would compress it otherwise', { found: recompressed }, 'keep', recompressed],
    ['follows the version', { found: old, sha512: sha512Of(old) }, 'update', wanted],
    ['of somebody else is left', { found: old }, 'refuse', old],
    ['of somebody else is overwritten by force', { found: old, force: true }, 'update', wanted],
    ['goes when no run installs it', { wanted: null, found: old, sha512: sha512Of(old) }, 'delete', null],
  ])('%s', (_, change, action, bytes) => {
    expect(plan(change)).toMatchObject({ step: { action }, bytes });
  });

  it('of somebody else stays if no run installs it', () => {
    expect(plan({ wanted: null, found: old })).toBeNull();
    expect(plan({ wanted: null, found: old, force: true })).toBeNull();
    expect(plan({ wanted: null })).toBeNull();
  });
});

it('isSameProgram compares the packed content', () => {
  expect(isSameProgram(gzipSync('a'), gzipSync('a', { level: 0 }))).toBe(true);
  expect(isSameProgram(gzipSync('a'), gzipSync('b'))).toBe(false);
  expect(isSameProgram(Buffer.from('no gzip'), Buffer.from('no gzip either'))).toBe(false);
  expect(isSameProgram(Buffer.from('no gzip'), gzipSync('a'))).toBe(false);
});

it('nothing is unpacked or installed before the hash is checked', () => {
  const program = { from: 'vendored', file: 'p.tgz', sha512: 'ab'.repeat(64) } as const;
  const [first = '', ...rest] = renderInstallation(program);
  expect(first).toContain('sha512sum --check --strict ||');
  expect(rest.join('\n')).toContain('npm ci --ignore-scripts --omit=dev');
});
