import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResponseEvent } from '../../src/model.ts';
import { appendToRatingsLog } from '../../src/ratings/ratings-log.ts';
import { json } from '../support/hub/http/exchange.ts';
import { type StandInHub, startHub } from '../support/hub/start-hub.ts';
import { readRows } from '../support/read-rows.ts';
import { collect, type PrankRun, runPrank, startPrank } from '../support/run-prank.ts';

const dataset = 'organizer/ranked';
const commitPath = 'POST /api/datasets/organizer/ranked/commit/main';
const checkPath = 'POST /api/validate-yaml';
const tagPath = 'POST /api/datasets/organizer/ranked/tag/.*';

let hub: StandInHub;
let dir: string;
let ids: string[];

beforeEach(async () => {
  hub = await startHub();
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const config = {
    name: 'ranked',
    sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', license: 'cc0-1.0' }],
    build: { near_duplicates: false, length: { min: 1 } },
    argilla: { local: true },
    publish: { dataset, license: 'cc-by-4.0' },
  };
  await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
  const prompts = Array.from({ length: 8 }, (_, index) => `Prompt number ${index} of the <b>campaign</b>`);
  await writeFile(join(dir, 'prompts.csv'), `prompt\n${prompts.join('\n')}\n`);
  await succeed('build');
  ids = (await readRows(join(dir, '.prank', 'prompts.parquet'))).map((row) => String(row['id']));
});

afterEach(async () => {
  expect(hub.unknown).toEqual([]);
  expect(hub.leaks).toEqual([]);
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({ HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_organizer' });

async function succeed(...words: string[]): Promise<Record<string, unknown>> {
  const run = await runPrank([...words, '--json'], { cwd: dir, env: env() });
  expect(run.stderr + run.stdout).not.toContain('hf_organizer');
  expect(run, run.stderr + run.stdout).toMatchObject({ exitCode: 0 });
  return JSON.parse(run.stdout).data;
}

async function fail(words: string[], extra: Record<string, string> = {}): Promise<PrankRun> {
  const run = await runPrank(words, { cwd: dir, env: { ...env(), ...extra } });
  expect(run.stderr + run.stdout).not.toContain('hf_');
  return run;
}

async function configure(publish: Record<string, unknown>): Promise<void> {
  const path = join(dir, 'prank.yaml');
  const config = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...config, publish: { ...config.publish, ...publish } }));
}

let minute = 0;

/** One rater answers the first `count` prompts. Values vary with prompt and rater. */
async function answer(rater: string, count: number, shift: number): Promise<void> {
  minute += 1;
  const at = `2026-01-01T00:${String(minute % 60).padStart(2, '0')}:00.000000Z`;
  const events = ids.slice(0, count).map((promptId, index): ResponseEvent => {
    const given = { status: 'submitted', value: 1 + ((index + shift) % 5), insertedAt: at, updatedAt: at } as const;
    const place = { recordId: `r${index}`, datasetId: 'd', pulledAt: at };
    return { promptId, raterId: `id-${rater}`, rater, ...given, serverUpdatedAt: at, ...place };
  });
  await appendToRatingsLog(join(dir, '.prank', 'ratings'), events);
}

const repo = () => hub.repo('dataset', dataset);

describe('publish to the Hub', () => {
  it('creates the dataset, one commit and the tag v1; the next time it finds nothing to do in four calls', async () => {
    await answer('ada', 8, 0);
    const first = await succeed('publish');
    expect(first).toMatchObject({ rows: 8, changed: true, tag: 'v1', commit: repo().head });
    expect(repo().tags).toEqual({ v1: repo().head });
    expect(repo().visibility).toBe('public');
    expect(repo().commits[0]).toMatchObject({ title: 'Release v1: 8 prompts (+8), 8 answers (+8)' });
    for (const path of ['README.md', 'data/train-00000-of-00001.parquet', '.argilla/settings.json']) {
      expect(repo().read(path)).toEqual(await readFile(join(dir, '.prank', 'release', path)));
    }
    const commits = repo().commitCount;
    hub.clearRequests();
    expect(await succeed('publish')).toMatchObject({ rows: 8, changed: false, tag: null, commit: null });
    expect(hub.requests.length).toBeLessThanOrEqual(4);
    expect(repo().commitCount).toBe(commits);
  });

  it('adds the files for training that prank.yaml asks for, says why one is left out, and removes them again', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    const path = join(dir, 'prank.yaml');
    const plain = await readFile(path, 'utf8');
    const exports = '"exports": {"top": {"score": 3, "certainty": 0.6}, "preferences": true}, "license": "cc-by-4.0"';
    await writeFile(path, plain.replace('"license":"cc-by-4.0"', exports));
    const run = await runPrank(['publish'], { cwd: dir, env: env() });
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    const leftOut = 'publish.exports.preferences is left out: no two prompts have 95 % intervals';
    expect(run.stderr.split(leftOut)).toHaveLength(2);
    expect(repo().tags['v2']).toBe(repo().head);
    const exported = repo()
      .files()
      .filter((name) => /^(?:top|preferences)\//u.test(name));
    expect(exported).toEqual(['top/train-00000-of-00001.parquet']);
    expect(repo().read('README.md').toString()).toContain('config_name: top\n');
    expect(await succeed('publish')).toMatchObject({ changed: false });

    await writeFile(path, plain);
    expect(await succeed('publish')).toMatchObject({ changed: true, tag: 'v3' });
    expect(
      repo()
        .files()
        .filter((name) => name.startsWith('top/')),
    ).toEqual([]);
    expect(repo().read('README.md').toString()).not.toContain('config_name: top\n');
  });

  it('asks the Hub nothing while a licence is undecided', async () => {
    await answer('ada', 8, 0);
    const path = join(dir, 'prank.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"cc0-1.0"', '"cc-by-sa-4.0"'));
    await succeed('build');
    hub.clearRequests();
    for (const flags of [[], ['--dry-run']]) {
      const run = await fail(['publish', ...flags]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('- made, 8 prompts: cc-by-sa-4.0 lets adaptations be published under');
    }
    expect(hub.requests).toEqual([]);
  });

  it.each([
    ['CC BY 4.0', 'license: cc-by-4.0\n'],
    ['mit-0', 'license: other\nlicense_name: mit-0\nlicense_link: https://spdx.org/licenses/MIT-0.html\n'],
    [{ name: 'Our terms', link: 'https://example.org' }, 'license: other\nlicense_name: our-terms\n'],
  ])('publishes under %j', async (license, fields) => {
    await answer('ada', 8, 0);
    await configure({ license });
    await succeed('publish');
    expect(repo().read('README.md').toString()).toContain(fields);
  });

  it('asks the Hub about the card once before anything is created, also in a dry run', async () => {
    await answer('ada', 8, 0);
    const refusal = json({ errors: [{ message: '"license" must be one of [mit]' }], warnings: [] }, { status: 400 });
    hub.fault({ match: checkPath, kind: 'other-answer', answer: refusal, times: 2 });
    hub.clearRequests();
    for (const flags of [['--dry-run'], []]) {
      const run = await fail(['publish', ...flags]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('The Hub refuses the card, README.md: "license" must be one of [mit]');
      expect(run.stderr).toContain('hub_card_refused');
    }
    expect(hub.hasRepo('dataset', dataset)).toBe(false);
    expect(hub.count('POST /api/repos/create')).toBe(0);
    expect(hub.count(checkPath)).toBe(2);
    await succeed('publish');
    expect(hub.count(checkPath)).toBe(3);
    await succeed('publish');
    expect(hub.count(checkPath)).toBe(3);
  });

  it('publishes to a mirror that can not check cards', async () => {
    await answer('ada', 8, 0);
    hub.fault({ match: checkPath, kind: 'other-answer', answer: json({ error: 'Not Found' }, { status: 404 }) });
    expect(await succeed('publish')).toMatchObject({ tag: 'v1' });
  });

  it('reports what somebody added to the dataset, and neither loads nor removes it', async () => {
    await answer('ada', 8, 0);
    expect(await succeed('publish')).toMatchObject({ foreign_files: [] });
    const card = repo().read('README.md').toString();
    expect(card).not.toMatch(/path: .*\*/u);
    const own = { 'assets/logo.png': 'logo', 'LICENSE.md': 'terms' };
    const added = { 'data/train-00001-of-00002.parquet': 'x', 'data/train-extra.csv': 'prompt\nx\n', 'notes.txt': 'n' };
    const kept =
      '<!-- prank:keep -->\n![logo](https://huggingface.co/datasets/organizer/ranked/resolve/main/assets/logo.png)';
    repo().commit({ ...own, ...added, 'README.md': card.replace('<!-- prank:keep -->', kept) });
    const before = repo().commitCount;
    expect(await succeed('publish')).toMatchObject({ changed: false, foreign_files: Object.keys(added) });
    expect(repo().commitCount).toBe(before);
    const { stderr } = await runPrank(['publish', '--dry-run'], { cwd: dir, env: env() });
    expect(stderr.split('are not from prank')).toHaveLength(2);
    expect(stderr).toContain(
      'data/train-00001-of-00002.parquet, data/train-extra.csv and notes.txt in organizer/ranked',
    );

    repo().commit({ 'a.csv': '1', 'b.csv': '2' });
    await answer('bob', 8, 1);
    const run = await runPrank(['publish'], { cwd: dir, env: env() });
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain('a.csv, b.csv, data/train-00001-of-00002.parquet and 2 more in organizer/ranked');
    for (const path of Object.keys({ ...own, ...added })) expect(repo().files()).toContain(path);
    expect(repo().read('README.md').toString()).not.toContain('train-extra');
  });

  it('gives a release with patterns in its card exact paths, without another version', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    const card = repo().read('README.md').toString();
    repo().commit({ 'README.md': card.replaceAll('/train-00000-of-00001.parquet\n', '/train-*\n') });
    hub.clearRequests();
    expect(await succeed('publish')).toMatchObject({ changed: true, tag: null });
    expect(repo().read('README.md').toString()).toBe(card);
    expect(repo().commits[0]?.title).toBe('Rewrite the card');
    expect(Object.keys(repo().tags)).toEqual(['v1']);
    hub.clearRequests();
    expect(await succeed('publish')).toMatchObject({ changed: false });
    expect(hub.requests.length).toBeLessThanOrEqual(4);
  });

  it('says what changed, in the card and in the commit', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    await answer('bob', 5, 3);
    expect(await succeed('publish')).toMatchObject({ tag: 'v2' });
    const card = repo().read('README.md').toString();
    expect(card).toMatch(
      /\*\*v2\*\*: 8 prompts \(\+0\), 13 answers \(\+5\), 2 raters \(\+1\)\. 5 prompts have other answers than before; \d+ scores? (?:is|are) outside (?:its|their) earlier 95 % interval\. Largest changes of rank: “Prompt/,
    );
    expect(card).toMatch(/\*\*v1\*\*: 8 prompts \(\+8\)/);
    expect(card).not.toContain('<b>');
    expect(repo().commits[0]?.message).toContain('13 answers (+5)');
    expect(Object.keys(repo().tags)).toEqual(['v1', 'v2']);
  });

  it('keeps what people wrote into the card on the Hub', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    const edited = repo()
      .read('README.md')
      .toString()
      .replace('<!-- prank:keep -->', '<!-- prank:keep -->\nThanks to Ada.');
    repo().commit({ 'README.md': edited, 'notes.txt': 'ours' });
    expect(await succeed('publish')).toMatchObject({ changed: false });
    await answer('bob', 8, 1);
    await succeed('publish');
    expect(repo().read('README.md').toString()).toContain('Thanks to Ada.');
    expect(repo().read('notes.txt').toString()).toBe('ours');
  });

  it('sets text aside that was written into the folder instead of the Hub', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    const path = join(dir, '.prank', 'release', 'README.md');
    const card = repo().read('README.md').toString();
    repo().commit({ 'README.md': card.replace('<!-- prank:keep -->', '<!-- prank:keep -->\nFrom the web.') });
    await writeFile(path, card.replace('<!-- prank:keep -->', '<!-- prank:keep -->\nFrom the folder.'));
    await succeed('publish');
    expect(await readFile(path, 'utf8')).toContain('From the web.');
    expect(await readFile(join(dir, '.prank', 'release', 'README.local.md'), 'utf8')).toContain('From the folder.');
    expect(repo().files()).not.toContain('README.local.md');
  });

  it.each(['reset-after', 'error-after', 'cut-body'] as const)(
    'recognizes a commit that landed without a response (%s)',
    async (kind) => {
      await answer('ada', 8, 0);
      const fault = hub.fault({ match: commitPath, kind });
      expect(await succeed('publish')).toMatchObject({ tag: 'v1', commit: repo().head });
      expect(fault.hits()).toBe(1);
      expect(repo().commits.map(({ title }) => title)).toHaveLength(2);
    },
  );

  it.each(['reset-before', 'error-before', 'rate-limit'] as const)(
    'sends a commit again that never arrived (%s)',
    async (kind) => {
      await answer('ada', 8, 0);
      const fault = hub.fault({ match: commitPath, kind, times: 2 });
      await succeed('publish');
      expect(fault.hits()).toBe(2);
      expect(repo().commitCount).toBe(2);
      expect(repo().tags).toEqual({ v1: repo().head });
    },
  );

  it.each([
    [403, 'Private repository storage limit reached, please upgrade your plan', 'hub_storage_full'],
    [403, 'Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request', 'hub_pull_request_only'],
  ])('says what to do about a commit that is refused with %i %s', async (status, error, code) => {
    await answer('ada', 8, 0);
    hub.fault({ match: commitPath, kind: 'other-answer', answer: json({ error }, { status }) });
    const run = await fail(['publish']);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain(error);
    expect(run.stderr).toContain(code);
    expect(await succeed('publish')).toMatchObject({ changed: true, tag: 'v1' });
  });

  it('plans again if somebody else commits in between', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    await answer('bob', 8, 2);
    hub.beforeNext(commitPath, () => void hub.commitBehind(repo(), { 'notes.txt': 'in between' }));
    expect(await succeed('publish')).toMatchObject({ tag: 'v2' });
    expect(repo().read('notes.txt').toString()).toBe('in between');
    expect(repo().commits.filter(({ title }) => title.startsWith('Release v2'))).toHaveLength(1);
  });

  it('sets the tag that a killed run did not set', async () => {
    await answer('ada', 8, 0);
    hub.fault({ match: tagPath, kind: 'slow', delayMs: 60_000 });
    const child = startPrank(['publish'], { cwd: dir, env: env() });
    const ended = collect(child);
    await expect.poll(() => hub.count(tagPath), { timeout: 20_000 }).toBe(1);
    child.kill('SIGKILL');
    await ended;
    expect(repo().tags).toEqual({});
    expect(await succeed('publish')).toMatchObject({ changed: true, tag: 'v1', commit: repo().head });
    expect(await succeed('publish')).toMatchObject({ changed: false });
    expect(repo().commitCount).toBe(2);
  });

  it('removes files that a release no longer has', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    expect(repo().files()).toContain('raters/train-00000-of-00001.parquet');
    const path = join(dir, 'prank.yaml');
    const config = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...config, publish: { ...config.publish, raters: 'omit' } }));
    await succeed('publish');
    expect(repo().files()).not.toContain('raters/train-00000-of-00001.parquet');
  });

  it('says what would change in a dry run, and changes nothing', async () => {
    await answer('ada', 8, 0);
    expect(await succeed('publish', '--dry-run')).toMatchObject({ changed: true, commit: null });
    expect(hub.hasRepo('dataset', dataset)).toBe(false);
    await expect(readFile(join(dir, '.env'), 'utf8')).rejects.toThrow('ENOENT');
    await succeed('publish');
    expect(await succeed('publish', '--dry-run')).toMatchObject({ changed: false });
    expect(repo().commitCount).toBe(2);
  });

  it('leaves a dataset alone that is not from prank', async () => {
    hub.addRepository({ type: 'dataset', id: dataset, files: { 'README.md': '---\nlicense: mit\n---\n# My diary\n' } });
    await answer('ada', 8, 0);
    const run = await fail(['publish']);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain('README.md of the dataset organizer/ranked is not from prank');
    expect(repo().commitCount).toBe(2);
  });

  it("accepts an empty dataset made on the Hub's pages", async () => {
    hub.addRepository({ type: 'dataset', id: dataset, files: { 'README.md': '---\nlicense: mit\n---\n' } });
    await answer('ada', 8, 0);
    expect(await succeed('publish')).toMatchObject({ tag: 'v1' });
  });

  it('does not rename raters because the key is on another machine', async () => {
    await answer('ada', 8, 0);
    await succeed('publish');
    await rm(join(dir, '.env'));
    const run = await fail(['publish']);
    expect(run.exitCode).toBe(5);
    expect(run.stderr).toContain('PRANK_PSEUDONYM_KEY');
  });

  it('says which right the token lacks before anything is created', async () => {
    await answer('ada', 8, 0);
    hub.addToken('organizer', { token: 'hf_reader', role: 'read' });
    const reader = await fail(['publish'], { HF_TOKEN: 'hf_reader' });
    expect(reader.exitCode).toBe(3);
    expect(reader.stderr).toContain('the token may only read');
    const none = await fail(['publish'], { HF_TOKEN: '' });
    expect(none.exitCode).toBe(3);
    expect(none.stderr).toContain('No Hugging Face token');
    const wrong = await fail(['publish'], { HF_TOKEN: 'hf_wrong' });
    expect(wrong.exitCode).toBe(3);
    expect(hub.hasRepo('dataset', dataset)).toBe(false);
  });
});
