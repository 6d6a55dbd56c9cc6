import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResponseEvent } from '../../src/model.ts';
import { fingerprintKey } from '../../src/ratings/pseudonyms.ts';
import { appendToRatingsLog } from '../../src/ratings/ratings-log.ts';
import { startHub, type StandInHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { type PrankRun, runPrank } from '../support/run-prank.ts';

const dataset = 'organizer/ranked';
const backup = 'organizer/ranked-backup';
const otherKey = 'bb'.repeat(32);

let hub: StandInHub;
let root: string;
let dir: string;

/** A machine of the campaign: a folder with prank.yaml, prompts and the same answers. */
async function makeMachine(publish: Record<string, unknown> = {}): Promise<string> {
  const folder = await mkdtemp(join(root, 'machine-'));
  const config = {
    name: 'ranked',
    sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
    build: { near_duplicates: false, length: { min: 1 } },
    argilla: { url: 'http://127.0.0.1:9' },
    publish: { dataset, backup, license: 'cc-by-4.0', ...publish },
  };
  await writeFile(join(folder, 'prank.yaml'), JSON.stringify(config));
  await writeFile(join(folder, 'prompts.csv'), 'prompt\nWhy is the sky blue?\nCount to ten.\n');
  await run(folder, ['build']);
  await answer(folder, 'ada', 1);
  return folder;
}

async function answer(folder: string, rater: string, minute: number): Promise<void> {
  const at = `2026-01-01T00:0${minute}:00.000000Z`;
  const prompts = await readRows(join(folder, '.prank', 'prompts.parquet'));
  const events = prompts.map((row, index): ResponseEvent => {
    const given = { status: 'submitted', value: 1 + index, insertedAt: at, updatedAt: at } as const;
    const place = { recordId: `r${index}`, datasetId: 'd', pulledAt: at, serverUpdatedAt: at };
    return { promptId: String(row['id']), raterId: `id-${rater}`, rater, ...given, ...place };
  });
  await appendToRatingsLog(join(folder, '.prank', 'ratings'), events);
}

async function run(folder: string, words: string[], extra: Record<string, string> = {}): Promise<PrankRun> {
  const env = { HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_organizer', ...extra };
  const ran = await runPrank(words, { cwd: folder, env });
  const key = await readKey(folder);
  // GitHub takes these lines away.
  const shown = (ran.stdout + ran.stderr).replaceAll(/^::add-mask::.*$/gmu, '');
  for (const secret of [otherKey, ...(key === undefined ? [] : [key])]) expect(shown).not.toContain(secret);
  return ran;
}

async function readKey(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  return parseEnv(text)['PRANK_PSEUDONYM_KEY'];
}

const repo = () => hub.repo('dataset', dataset);
const readCard = (): string => repo().read('README.md').toString();
const readBackup = (): string[] =>
  hub
    .repo('dataset', backup)
    .files()
    .filter((path) => path.startsWith('pseudonyms/'));

async function readNames(): Promise<string[]> {
  const path = join(root, 'raters.parquet');
  await writeFile(path, repo().read('raters/train-00000-of-00001.parquet'));
  return (await readRows(path)).map((row) => String(row['rater'])).toSorted();
}

/** Publishes, and leaves what versions without marks left. */
async function removeMarks(): Promise<void> {
  await run(dir, ['publish']);
  const card = readCard().replace(/<!-- prank:campaign .*-->\n\n/u, '');
  hub.commitBehind(repo(), { 'README.md': card });
  const notes = Object.fromEntries(readBackup().map((path) => [path, null]));
  hub.commitBehind(hub.repo('dataset', backup), notes);
  await rm(join(dir, '.prank', 'release'), { recursive: true });
}

beforeEach(async () => {
  hub = await startHub({ repositories: [{ type: 'dataset', id: backup, visibility: 'private' }] });
  root = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = await makeMachine();
});
afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  await hub.close();
  await rm(root, { recursive: true, force: true });
});

describe('the key of the pseudonyms', () => {
  it('is announced when it is made, with where it is and that it must be saved', async () => {
    const { exitCode, stderr } = await run(dir, ['publish']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/The key for the names of raters was made now: PRANK_PSEUDONYM_KEY in \.env\. Save a copy/u);
    expect(stderr).toContain('publish: {pseudonym_key: backup}');
    expect((await run(dir, ['publish'])).stderr).not.toContain('was made now');
  });

  it('leaves its fingerprint in the release and in the backup, and not itself', async () => {
    await run(dir, ['publish']);
    const key = (await readKey(dir)) ?? '';
    const fingerprint = fingerprintKey(key);
    expect(readCard()).toContain(`<!-- prank:campaign ranked pseudonyms ${fingerprint} -->`);
    expect(readBackup()).toEqual([
      expect.stringMatching(new RegExp(`^pseudonyms/\\d{8}T\\d{9}Z-${fingerprint}-`, 'u')),
    ]);
    for (const name of [dataset, backup]) {
      const held = hub.repo('dataset', name);
      for (const path of held.files()) expect(held.read(path).toString('latin1')).not.toContain(key);
    }
  });

  it('stops publish with code 5 if it is another one: raters were renamed without a word', async () => {
    await run(dir, ['publish']);
    const [head, names] = [repo().head, await readNames()];
    await answer(dir, 'bob', 2);
    for (const words of [['publish'], ['publish', '--dry-run']]) {
      const { exitCode, stderr } = await run(dir, words, { PRANK_PSEUDONYM_KEY: otherKey });
      expect(exitCode).toBe(5);
      expect(stderr).toContain('is not the key that the last release was made with');
      expect(stderr).toContain('prank publish --new-pseudonyms');
    }
    expect(repo().head).toBe(head);
    expect((await run(dir, ['publish'])).exitCode).toBe(0);
    expect(await readNames()).toEqual(expect.arrayContaining(names));
  });

  it('is replaced on purpose, once for all machines', async () => {
    await run(dir, ['publish']);
    const names = await readNames();
    const other = { PRANK_PSEUDONYM_KEY: otherKey };
    expect((await run(dir, ['publish', '--new-pseudonyms'], other)).exitCode).toBe(0);
    expect(await readNames()).not.toEqual(names);
    expect(readCard()).toContain(`pseudonyms ${fingerprintKey(otherKey)} -->`);
    expect((await run(dir, ['publish'], other)).exitCode).toBe(0);
    // The old key is the wrong one now.
    expect((await run(dir, ['publish'])).exitCode).toBe(5);
  });

  it('is not overwritten: new pseudonyms with the same key are a mistake', async () => {
    await run(dir, ['publish']);
    const key = await readKey(dir);
    const { exitCode, stderr } = await run(dir, ['publish', '--new-pseudonyms']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Move the line PRANK_PSEUDONYM_KEY out of .env');
    expect(await readKey(dir)).toBe(key);
  });

  it('is made anew if it is lost and new names are accepted', async () => {
    await run(dir, ['publish']);
    await writeFile(join(dir, '.env'), '');
    const lost = await run(dir, ['publish']);
    expect(lost.exitCode).toBe(5);
    expect(lost.stderr).toContain('is not here');
    expect(await readKey(dir)).toBeUndefined();
    expect((await run(dir, ['publish', '--new-pseudonyms'])).exitCode).toBe(0);
    expect(readCard()).toContain(fingerprintKey((await readKey(dir)) ?? ''));
  });

  it.each([['status'], ['rank', '--raters'], ['publish', '--to', 'preview']])(
    'is not made by %s on a second machine beside the one that releases are made with',
    async (...words) => {
      await run(dir, ['publish']);
      const second = await makeMachine();
      const { stderr } = await run(second, words);
      expect(stderr).toContain('The names of raters are made for this command only');
      expect(await readKey(second)).toBeUndefined();
      expect((await run(second, ['publish'])).stderr).toContain('is not here');
    },
  );

  it('stays the same if a preview is made with another one', async () => {
    expect((await run(dir, ['publish', '--to', 'preview'])).exitCode).toBe(0);
    const { exitCode, stderr } = await run(dir, ['publish', '--to', 'preview'], { PRANK_PSEUDONYM_KEY: otherKey });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('is not the key');
  });
});

describe('a release from an earlier version, without a fingerprint', () => {
  it('gets one at the next publish, in the backup too, and no new tag', async () => {
    await removeMarks();
    expect(readCard()).not.toContain('prank:campaign');
    expect((await run(dir, ['publish'])).exitCode).toBe(0);
    expect(readCard()).toContain(`pseudonyms ${fingerprintKey((await readKey(dir)) ?? '')} -->`);
    expect(readBackup()).toHaveLength(1);
    expect(Object.keys(repo().tags)).toEqual(['v1']);
  });

  it('is protected all the same: its names show that the key is another one', async () => {
    await removeMarks();
    const { exitCode, stderr } = await run(dir, ['publish'], { PRANK_PSEUDONYM_KEY: otherKey });
    expect(exitCode, stderr).toBe(5);
    expect(stderr).toContain('is not the key that the last release was made with');
  });
});

describe('a key that the backup keeps', () => {
  it('comes from there on every other machine, and in CI, where one may then be made', async () => {
    dir = await makeMachine({ pseudonym_key: 'backup' });
    const { exitCode, stderr } = await run(dir, ['publish'], { GITHUB_ACTIONS: 'true' });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`The private backup ${backup} keeps it, too.`);
    const second = await makeMachine();
    expect((await run(second, ['publish'])).stderr).toContain('The key for the names of raters came from the backup.');
    expect(await readKey(second)).toBe(await readKey(dir));
    const third = await makeMachine();
    expect((await run(third, ['status'])).stderr).not.toContain('for this command only');
    expect(await readKey(third)).toBe(await readKey(dir));
  });

  it('goes there if somebody agrees when prank asks, and otherwise not', async () => {
    await run(dir, ['publish', '--yes']);
    expect(readBackup()).toEqual([expect.stringContaining('-key-')]);
    const second = await makeMachine();
    expect((await run(second, ['publish'])).exitCode).toBe(0);
    expect(await readKey(second)).toBe(await readKey(dir));
  });

  it('is put there also if nothing else has changed since prank.yaml asks for it', async () => {
    await run(dir, ['publish']);
    const path = join(dir, 'prank.yaml');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...config, publish: { ...config.publish, pseudonym_key: 'backup' } }));
    const { head } = repo();
    await run(dir, ['publish']);
    await run(dir, ['publish']);
    expect(repo().head).toBe(head);
    expect(readBackup().filter((name) => name.includes('-key-'))).toHaveLength(1);
    const second = await makeMachine();
    expect((await run(second, ['publish'])).exitCode).toBe(0);
  });

  it('is no key any more if somebody changed the file', async () => {
    dir = await makeMachine({ pseudonym_key: 'backup' });
    await run(dir, ['publish']);
    const [path = ''] = readBackup();
    const note = JSON.parse(hub.repo('dataset', backup).read(path).toString());
    hub.commitBehind(hub.repo('dataset', backup), { [path]: JSON.stringify({ ...note, key: otherKey }) });
    const second = await makeMachine();
    const { exitCode, stderr } = await run(second, ['publish']);
    expect(exitCode).toBe(5);
    expect(stderr).toContain('is damaged');
    expect(await readKey(second)).toBeUndefined();
  });

  it('needs a backup that prank.yaml names', async () => {
    const path = join(dir, 'prank.yaml');
    const { publish, ...config } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(
      path,
      JSON.stringify({ ...config, publish: { license: publish.license, pseudonym_key: 'backup' } }),
    );
    expect(await run(dir, ['status'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('pseudonym_key') });
  });
});

describe('schedule', () => {
  it('does not suggest a new key if .env has one, or the backup keeps it', async () => {
    await run(dir, ['publish']);
    const { stdout, exitCode, stderr } = await run(dir, ['schedule', '--on', 'github']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/gh secret set PRANK_PSEUDONYM_KEY {2}# as in \.env/u);
    expect(stdout).not.toMatch(/none yet|random/u);
    const path = join(dir, 'prank.yaml');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...config, publish: { ...config.publish, pseudonym_key: 'backup' } }));
    expect((await run(dir, ['schedule', '--on', 'github'])).stdout).not.toContain('PRANK_PSEUDONYM_KEY');
  });
});
