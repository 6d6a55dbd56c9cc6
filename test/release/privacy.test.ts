import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareRelease, type ReleaseInput, writeRelease } from '../../src/release/write-release.ts';
import { listFiles } from './list-files.ts';
import { readParquet } from './parquet-rows.ts';
import {
  campaign,
  defaultTable,
  hiddenName,
  people,
  ratersTable,
  ratingsTable,
  releaseInput,
  usernameOf,
  type InputFields,
} from './release-input.ts';

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

  it.each<[string, ReleaseInput['campaign'], InputFields['raterName']]>([
    ['pseudonym', campaign({ raters: 'pseudonym' }), hiddenName],
    ['omit', campaign({ raters: 'omit' }), usernameOf],
  ])('with raters: %s, neither a username nor a user id is in any file', async (_, published, raterName) => {
    await writeRelease(dir, releaseInput({ campaign: published, ...(raterName === undefined ? {} : { raterName }) }));
    const everything = await readEverything();
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('with raters: username, the names are there and the user ids are not', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    const everything = await readEverything();
    expect(everything).toContain('ada.lovelace');
    for (const id of Object.keys(people)) expect(everything).not.toContain(id);
  });

  it('with raters: omit, marks tell which answers are of one person, and names, order and time tell no more', async () => {
    const omitted = { campaign: campaign({ raters: 'omit' }) };
    await writeRelease(dir, releaseInput(omitted));
    const rows = await readParquet(join(dir, ratingsTable));
    const [first, second, third] = [...new Set(rows.map(({ rater }) => rater))];
    expect(rows).toMatchObject([
      { prompt_id: 'p1', rater: first, value: '2' },
      { prompt_id: 'p1', rater: second, value: '3' },
      { prompt_id: 'p1', rater: third, value: null },
      { prompt_id: 'p2', rater: first, value: '5' },
      { prompt_id: 'p3', rater: first, status: 'discarded' },
    ]);
    expect(rows.every(({ rater }) => /^anonymous-[0-9a-f]{12}$/u.test(String(rater)))).toBe(true);
    const noNames = { quality: [{ user_id: null, value: '5', status: 'submitted' }] };
    expect((await readParquet(join(dir, defaultTable)))[0]).toMatchObject(noNames);
    const times = (await readParquet(join(dir, ratingsTable))).map((row) => JSON.stringify(row));
    expect(times.every((row) => /"answered_at":"2026-03-0[14] 00:00:00"/u.test(row))).toBe(true);
    expect(times.every((row) => /"first_answered_at":"2026-03-01 00:00:00"/u.test(row))).toBe(true);
    const renamed = releaseInput().answers.map((event) => ({
      ...event,
      raterId: hiddenName(event.raterId),
    }));
    expect(await compareRelease(dir, releaseInput({ ...omitted, answers: renamed }))).toMatchObject({ changed: false });
    const [one, ...others] = releaseInput().answers;
    const changed = releaseInput({
      ...omitted,
      answers: one === undefined ? others : [{ ...one, value: 1 }, ...others],
    });
    expect(changed.answers.map(({ raterId }) => raterId).some((name) => name === first)).toBe(false);
  });

  it('gives two people with the same name two names', async () => {
    const shared = { campaign: campaign({ raters: 'username' }), raterName: () => 'ada' };
    await writeRelease(dir, releaseInput(shared));
    expect(await readParquet(join(dir, ratersTable))).toMatchObject([{ rater: 'ada' }, { rater: 'ada#2' }]);
  });
});
