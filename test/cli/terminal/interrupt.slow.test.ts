import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src/rank/forecast/random.ts';
import { makeCampaignFolder, removeFolder } from '../../support/campaign-folder.ts';
import { collect, runJson, startPrank, untilSaid } from '../../support/run-prank.ts';

let dir: string;
afterEach(() => removeFolder(dir));

describe('a command that waits for a server', () => {
  let server: Server;
  let asked: Promise<void>;
  const env = { ARGILLA_API_KEY: 'some-key' };

  beforeEach(async () => {
    // A server that accepts a request and never responds.
    asked = new Promise((done) => {
      server = createServer(() => done());
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    dir = await makeCampaignFolder({ url, name: 'slow', prompts: ['One prompt of some length.'] });
    await runJson(['build'], { cwd: dir });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %d, and the message says how to continue', async (signal, exitCode) => {
    const child = startPrank(['push', '--json'], { cwd: dir, env });
    const ended = collect(child);
    await asked;
    child.kill(signal);
    const run = await ended;
    expect(run.exitCode).toBe(exitCode);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ok: false,
      error: { code: 'interrupted', hint: 'The records that are in Argilla stay. To go on: prank push --json' },
    });
    expect(await runJson(['build', '--check'], { cwd: dir })).toMatchObject({ prompts: 1 });
  });

  it.each([
    [['deploy', '--yes'], 'What was made so far stays'],
    [['pull', '--full'], 'The ratings log is whole'],
    [['forget', "o'hara", '--yes'], 'What was removed so far stays removed'],
    [['status', '--no-forecast'], 'Nothing was changed'],
  ])('%j names what is kept and the command that continues', async (words, kept) => {
    const child = startPrank(words, { cwd: dir, env });
    const ended = collect(child);
    await asked;
    child.kill('SIGINT');
    const run = await ended;
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain(kept);
    const typed = words.map((word) => (word === "o'hara" ? String.raw`'o'\''hara'` : word)).join(' ');
    expect(run.stderr).toContain(`To go on: prank ${typed}\n`);
  });

  it('ends at once with a second Ctrl-C', async () => {
    const child = startPrank(['push'], { cwd: dir, env });
    const ended = collect(child);
    await asked;
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
  });
});

describe('a command that computes', () => {
  beforeEach(async () => {
    dir = await makeCampaignFolder({
      url: 'http://127.0.0.1:9',
      name: 'work',
      prompts: ['One prompt of some length.'],
    });
  });

  it('stops a ranking in the middle of its model', async () => {
    await writeRatings(60_000);
    const { exitCode, stderr, tookMs } = await stopAtWork(['rank', '--input', 'ratings.csv', '--out', 'ranking.csv']);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('To go on: prank rank --input ratings.csv --out ranking.csv');
    expect(tookMs).toBeLessThan(3000);
  });

  it('stops a simulation between two campaigns', async () => {
    const words = ['simulate', '--prompts', '20000', '--raters', '300', '--runs', '20'];
    const { exitCode, stderr } = await stopAtWork(words);
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`To go on: prank ${words.join(' ')}`);
  });

  it('stops a build while it compares prompts, and leaves nothing half done', async () => {
    const random = makeRandom(1, 0, 'answers');
    const rows = Array.from({ length: 60_000 }, () => {
      return Array.from({ length: 40 }, () => `w${random.below(3000)}`).join(' ');
    });
    await writeFile(join(dir, 'prompts.csv'), `${['prompt', ...rows].join('\n')}\n`);
    const config = {
      name: 'work',
      sources: [{ id: 'made', file: 'prompts.csv', prompt: 'prompt', kind: 'human', license: 'cc0-1.0', take: 'all' }],
      build: { near_duplicates: { words: 1, threshold: 0.5 } },
      argilla: { local: true },
    };
    await writeFile(join(dir, 'prank.yaml'), JSON.stringify(config));
    const { exitCode, stderr } = await stopAtWork(['build']);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('The prompts and the lock are as they were before');
    await expect(runJson(['status'], { cwd: dir })).rejects.toThrow('prompts_missing');
  });

  it('reports faults in ratings that are ranked in a thread', async () => {
    await writeRatings(1000);
    await writeFile(join(dir, 'ratings.csv'), 'r1,i1,3\nr1,i1,4\n', { flag: 'a' });
    await expect(runJson(['rank', '--input', 'ratings.csv'], { cwd: dir })).rejects.toThrow('duplicate_rating');
  });
});

/** From the first line of progress on, much work remains. */
async function stopAtWork(words: string[]): Promise<{ exitCode: number | null; stderr: string; tookMs: number }> {
  const child = startPrank(words, { cwd: dir });
  const ended = collect(child);
  await untilSaid(child, / so far| left/u);
  const stoppedAt = performance.now();
  child.kill('SIGINT');
  const { exitCode, stderr } = await ended;
  return { exitCode, stderr, tookMs: performance.now() - stoppedAt };
}

async function writeRatings(items: number): Promise<void> {
  const random = makeRandom(1, 0, 'answers');
  const rows = Array.from({ length: 3 * items }, (_, index) => {
    return `r${(index * 7 + random.below(5)) % 400}-${index % 3},i${Math.floor(index / 3)},${1 + random.below(5)}`;
  });
  await writeFile(join(dir, 'ratings.csv'), `${['rater,item,value', ...rows].join('\n')}\n`);
}
