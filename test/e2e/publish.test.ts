import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResponseEvent } from '../../src/model.ts';
import { appendToRatingsLog } from '../../src/ratings/ratings-log.ts';
import { readRows } from '../support/read-rows.ts';
import { runJson, runPrank } from '../support/run-prank.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await runJson(['init', '--preset', 'blank', '--local'], { cwd: dir });
  await edit(/^ {4}# (license: cc-by-4.0).*$/m, '    $1');
  await runJson(['build'], { cwd: dir });
});
afterEach(() => rm(dir, { recursive: true }));

async function logAnswers(raters: string[]): Promise<string[]> {
  const prompts = await readRows(join(dir, '.prank', 'prompts.parquet'));
  const ids = prompts.map((row) => String(row['id']));
  const at = '2026-01-01T00:00:00.000000Z';
  const events = ids.flatMap((promptId, index) =>
    raters.map((rater): ResponseEvent => {
      const answer = {
        status: 'submitted',
        value: 1 + (index % 5),
        insertedAt: at,
        updatedAt: at,
        serverUpdatedAt: at,
      } as const;
      return {
        promptId,
        raterId: `id-${rater}`,
        rater,
        ...answer,
        recordId: `r${index}`,
        datasetId: 'd',
        pulledAt: at,
      };
    }),
  );
  await appendToRatingsLog(join(dir, '.prank', 'ratings'), events);
  return ids;
}

async function edit(from: RegExp, to: string): Promise<void> {
  const path = join(dir, 'prank.yaml');
  const text = await readFile(path, 'utf8');
  expect(text).toMatch(from);
  await writeFile(path, text.replace(from, to));
}

it('makes the folder beside the campaign if no place is named', async () => {
  await edit(/^publish:\n(?:[ \t]+.*\n?)+/m, 'publish:\n  license: cc-by-4.0\n');
  const ids = await logAnswers(['ada']);
  expect(await runJson(['publish'], { cwd: dir })).toMatchObject({
    dir: join(dir, '.prank', 'release'),
    rows: ids.length,
  });
});

it('writes nothing in a dry run', async () => {
  await logAnswers(['ada']);
  expect(await runJson(['publish', '--to', 'out', '--dry-run'], { cwd: dir })).toMatchObject({ changed: true });
  expect(await readdir(dir)).not.toContain('out');
});

it('stops without a licence, and says what to add', async () => {
  await edit(/^publish:\n(?:[ \t]+.*\n?)+/m, '');
  await logAnswers(['ada']);
  const run = await runPrank(['publish', '--to', 'out'], { cwd: dir });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('Add it to prank.yaml, for example `publish: {license: cc-by-4.0}`.');
});

describe('licences', () => {
  const stop = "The prompts of a source can't be released under cc-by-4.0:\n- prompts, 3 prompts: none declared";

  beforeEach(async () => {
    await edit(/^ {4}license: cc-by-4.0$/m, '');
    await runJson(['build'], { cwd: dir });
    await logAnswers(['ada']);
  });

  it.each([[[]], [['--to', 'out']], [['--dry-run']]])('stop `publish %j` if none is declared', async (flags) => {
    const run = await runPrank(['publish', ...flags], { cwd: dir });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(stop);
    expect(run.stderr).toContain('publish: {license_decisions: {"prompts": "why they may be published"}}');
    expect(await readdir(dir)).not.toContain('out');
    expect(await readdir(join(dir, '.prank'))).not.toContain('release');
  });

  it('allow it with a decision, which the card repeats beside the counts of the build', async () => {
    await edit(/^publish:\n/m, 'publish:\n  license_decisions: {prompts: "We | wrote <b>them</b>."}\n');
    await runJson(['publish', '--to', 'out'], { cwd: dir });
    const card = await readFile(join(dir, 'out', 'README.md'), 'utf8');
    expect(card).toContain('| prompts | prompts.csv | human | none declared | 3 | 3 | 3 | 3 |');
    expect(card).toContain('“We &#124; wrote &#60;b&#62;them&#60;&#47;b&#62;.”');
  });

  it('name the source that a decision may have meant', async () => {
    await edit(/^publish:\n/m, 'publish:\n  license_decisions: {prompt: Ours.}\n');
    const run = await runPrank(['publish', '--json'], { cwd: dir });
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: 'license_decision_unknown',
      message: 'There is no source prompt; did you mean prompts?',
    });
  });
});

it('publishes without the manifest of the build, but not with a damaged one', async () => {
  await logAnswers(['ada']);
  const path = join(dir, '.prank', 'manifest.json');
  await writeFile(path, '{');
  const run = await runPrank(['publish', '--to', 'out'], { cwd: dir });
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('manifest.json is damaged') });
  await rm(path);
  await runJson(['publish', '--to', 'out'], { cwd: dir });
  expect(await readFile(join(dir, 'out', 'README.md'), 'utf8')).toContain(
    '| prompts | prompts.csv | human | [cc-by-4.0]',
  );
});

it('refuses to write a release into a folder of something else', async () => {
  await logAnswers(['ada']);
  await mkdir(join(dir, 'out'));
  await writeFile(join(dir, 'out', 'README.md'), '# My diary\n');
  const run = await runPrank(['publish', '--to', 'out'], { cwd: dir });
  expect(run.exitCode).toBe(5);
  expect(await readFile(join(dir, 'out', 'README.md'), 'utf8')).toBe('# My diary\n');
});

it('ranks the campaign and any ratings, with raters by pseudonym', async () => {
  await logAnswers(['ada', 'bob']);
  const data = await runJson(['rank', '--raters', '--out', 'ranking.csv'], { cwd: dir });
  expect(data).toMatchObject({
    items: 3,
    raters: 2,
    ratings: 6,
    agreement: 1,
    agreement_statistics: { overall: { pairable_items: 3, pairable_answers: 6, exact_agreement: { value: 1 } } },
  });
  expect(JSON.stringify(data['rater_table'])).toMatch(/rater-[0-9a-f]{12}/);
  expect(JSON.stringify(data)).not.toMatch(/ada|bob/);
  const [header] = (await readFile(join(dir, 'ranking.csv'), 'utf8')).split(/\r?\n/);
  expect(header).toBe('rank,item,score,score_low,score_high,tier,mean,answers,agreement_ratio,prompt,source,kind');

  await runJson(['rank', '--report', 'report.html'], { cwd: dir });
  const page = await readFile(join(dir, 'report.html'), 'utf8');
  expect(page).toMatch(/<td>rater-[0-9a-f]{12}<\/td>/u);
  expect(page.replace(/base64,[\w+/=]+/gu, '')).not.toMatch(/\b(ada|bob)\b/u);

  await writeFile(join(dir, 'mine.csv'), 'rater,item,value\nann,x,5\nann,y,1\nben,x,4\n');
  const own = await runJson(['rank', '--input', 'mine.csv', '--raters'], { cwd: dir });
  expect(own).toMatchObject({
    items: 2,
    raters: 2,
    ratings: 3,
    top: [
      { rank: 1, item: 'x', mean: 4.5 },
      { item: 'y', mean: 1 },
    ],
    rater_model: 'alike',
  });
});
