import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareRelease, type ReleaseInput, writeRelease } from '../../src/release/write-release.ts';
import { listFiles } from './list-files.ts';
import { readParquet } from './parquet-rows.ts';
import { campaign, hiddenName, people, ratersTable, ratingsTable, releaseInput, usernameOf } from './release-input.ts';

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'release');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** All bytes of the release, including the contents of compressed files. */
async function readEverything(): Promise<string> {
  const texts = await Promise.all(
    (await listFiles(dir)).map(async (path) => {
      const bytes = await readFile(join(dir, path));
      return (
        bytes.toString('latin1') + (path.endsWith('.parquet') ? JSON.stringify(await readParquet(join(dir, path))) : '')
      );
    }),
  );
  return texts.join('\n');
}

describe('privacy', () => {
  const secrets = [...Object.keys(people), ...Object.values(people)];

  it.each<[string, ReleaseInput['campaign'], ReleaseInput['raterName']]>([
    ['pseudonym', campaign({ raters: 'pseudonym' }), hiddenName],
    ['omit', campaign({ raters: 'omit' }), usernameOf],
  ])('with raters: %s, neither a username nor a user id is in any file', async (_, published, raterName) => {
    await writeRelease(dir, releaseInput({ campaign: published, raterName }));
    const everything = await readEverything();
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('with raters: username, the names are there and the user ids are not', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    const everything = await readEverything();
    expect(everything).toContain('ada.lovelace');
    for (const id of Object.keys(people)) expect(everything).not.toContain(id);
  });

  it('with raters: omit, neither order nor time connects the answers of one person', async () => {
    const omitted = { campaign: campaign({ raters: 'omit' }) };
    await writeRelease(dir, releaseInput(omitted));
    expect(await readParquet(join(dir, ratingsTable))).toMatchObject([
      { prompt_id: 'p1', rater: null, value: '2', answered_at: '2026-03-01 00:00:00' },
      { prompt_id: 'p1', rater: null, value: '3', answered_at: '2026-03-04 00:00:00' },
      { prompt_id: 'p1', rater: null, value: null, answered_at: '2026-03-01 00:00:00' },
      { prompt_id: 'p2', rater: null, value: '5', answered_at: '2026-03-01 00:00:00' },
    ]);
    const renamed = releaseInput().answers.map((event) => ({
      ...event,
      raterId: hiddenName(event.raterId),
    }));
    expect(await compareRelease(dir, releaseInput({ ...omitted, answers: renamed }))).toMatchObject({ changed: false });
  });

  it('gives two people with the same name two names', async () => {
    const shared = { campaign: campaign({ raters: 'username' }), raterName: () => 'ada' };
    await writeRelease(dir, releaseInput(shared));
    expect(await readParquet(join(dir, ratersTable))).toMatchObject([{ rater: 'ada' }, { rater: 'ada#2' }]);
  });
});
