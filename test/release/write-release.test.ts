import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsafeError } from '../../src/lib/errors.ts';
import { compareRelease, type ReleaseInput, writeRelease } from '../../src/release/write-release.ts';
import { describeParquet, readParquet } from './parquet-rows.ts';
import { answer, campaign, hiddenName, people, prompt, rankedItem, releaseInput } from './release-input.ts';

const defaultTable = 'data/train-00000-of-00001.parquet';
const ratingsTable = 'ratings/train-00000-of-00001.parquet';
const ratersTable = 'raters/train-00000-of-00001.parquet';
const allPaths = [
  '.argilla/dataset.json',
  '.argilla/settings.json',
  'README.md',
  defaultTable,
  ratersTable,
  ratingsTable,
];

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'release');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function listFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}

describe('the tables', () => {
  it('have the documented columns and types', async () => {
    await writeRelease(dir, releaseInput());
    expect(await describeParquet(join(dir, defaultTable))).toEqual([
      ['prompt', 'VARCHAR'],
      ['quality', 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]'],
      ['metadata', 'VARCHAR'],
      ['avg_rating', 'DOUBLE'],
      ['num_responses', 'BIGINT'],
      ['agreement_ratio', 'DOUBLE'],
      ['raw_responses', 'BIGINT[]'],
      ['kind', 'VARCHAR'],
      ['cluster_description', 'VARCHAR'],
      ['topic', 'VARCHAR'],
      ['id', 'VARCHAR'],
      ['source', 'VARCHAR'],
      ['license', 'VARCHAR'],
      ['rank', 'BIGINT'],
      ['score', 'DOUBLE'],
      ['score_low', 'DOUBLE'],
      ['score_high', 'DOUBLE'],
      ['tier', 'VARCHAR'],
    ]);
    expect(await describeParquet(join(dir, ratingsTable))).toEqual([
      ['prompt_id', 'VARCHAR'],
      ['rater', 'VARCHAR'],
      ['value', 'BIGINT'],
      ['status', 'VARCHAR'],
      ['answered_at', 'TIMESTAMP WITH TIME ZONE'],
    ]);
    expect(await describeParquet(join(dir, ratersTable))).toEqual([
      ['rater', 'VARCHAR'],
      ['answers', 'BIGINT'],
      ['mean', 'DOUBLE'],
      ['severity', 'DOUBLE'],
      ['consistency', 'DOUBLE'],
      ['agreement', 'DOUBLE'],
      ['flags', 'VARCHAR[]'],
    ]);
  });

  it('hold the prompts with enough answers, best first', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    expect(await readParquet(join(dir, defaultTable))).toEqual([
      {
        prompt: 'Prompt p2',
        quality: [{ user_id: 'ada.lovelace', value: '5', status: 'submitted' }],
        metadata: '{}',
        avg_rating: 5,
        num_responses: '1',
        agreement_ratio: null,
        raw_responses: ['5'],
        kind: 'human',
        cluster_description: null,
        topic: null,
        id: 'p2',
        source: 'oasst2',
        license: 'apache-2.0',
        rank: '1',
        score: 5,
        score_low: 4.25,
        score_high: 5,
        tier: 'A',
      },
      {
        prompt: 'Prompt p1',
        quality: [
          { user_id: 'ada.lovelace', value: '2', status: 'submitted' },
          { user_id: 'alan.turing', value: null, status: 'discarded' },
          { user_id: 'grace.hopper', value: '3', status: 'submitted' },
        ],
        metadata: '{"a":"x","b":[1],"topic":"maths"}',
        avg_rating: 2.5,
        num_responses: '2',
        agreement_ratio: 0.5,
        raw_responses: ['2', '3'],
        kind: 'synthetic',
        cluster_description: null,
        topic: 'maths',
        id: 'p1',
        source: 'seeds',
        license: null,
        rank: '2',
        score: 2.5,
        score_low: 1.5,
        score_high: 3.5,
        tier: 'B',
      },
    ]);
  });

  it('hold every submitted and discarded answer on these prompts, and the raters', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    expect(await readParquet(join(dir, ratingsTable))).toEqual([
      {
        prompt_id: 'p1',
        rater: 'ada.lovelace',
        value: '2',
        status: 'submitted',
        answered_at: '2026-03-01 23:59:59.999',
      },
      {
        prompt_id: 'p1',
        rater: 'alan.turing',
        value: null,
        status: 'discarded',
        answered_at: '2026-03-01 10:00:00.123',
      },
      {
        prompt_id: 'p1',
        rater: 'grace.hopper',
        value: '3',
        status: 'submitted',
        answered_at: '2026-03-04 08:30:00',
      },
      {
        prompt_id: 'p2',
        rater: 'ada.lovelace',
        value: '5',
        status: 'submitted',
        answered_at: '2026-03-01 10:00:00.123',
      },
    ]);
    expect(await readParquet(join(dir, ratersTable))).toEqual([
      { rater: 'ada.lovelace', answers: '2', mean: 3.5, severity: 1, consistency: null, agreement: 0, flags: [] },
      {
        rater: 'grace.hopper',
        answers: '1',
        mean: 3,
        severity: -1,
        consistency: null,
        agreement: 0,
        flags: ['constant'],
      },
    ]);
  });

  it('leave out prompts below publish.min_responses and count ranks without them', async () => {
    const { rows } = await writeRelease(dir, releaseInput({ campaign: campaign({ minResponses: 2 }) }));
    expect(rows).toBe(1);
    expect(await readParquet(join(dir, defaultTable))).toMatchObject([{ id: 'p1', rank: '1' }]);
    expect(await readParquet(join(dir, ratingsTable))).toHaveLength(3);
  });

  it('keep their types when there is nothing in them', async () => {
    const { rows } = await writeRelease(dir, releaseInput({ prompts: [], answers: [] }));
    expect(rows).toBe(0);
    expect(await describeParquet(join(dir, defaultTable))).toHaveLength(18);
  });

  it('hold prompts of any text, up to lone surrogates', async () => {
    const texts = ['\ud800 lone', 'x'.repeat(100_000), '\u0000\u202e\u200b\r\n| `', "'); DROP TABLE rows; --"];
    const input = releaseInput({
      prompts: texts.map((text, index) => prompt(`h${index}`, { prompt: text, metadata: { note: text } })),
      answers: texts.map((_, index) => answer(`h${index}`, 'r1')),
      ranking: { ...releaseInput().ranking, items: texts.map((_, index) => rankedItem(`h${index}`, index + 1)) },
    });
    await writeRelease(dir, input);
    expect(await readParquet(join(dir, defaultTable))).toMatchObject(
      texts.map((text) => ({ prompt: text.toWellFormed(), metadata: JSON.stringify({ note: text.toWellFormed() }) })),
    );
  });

  it('hold prompts with thousands of answers', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `r${index}`);
    const many = ids.map((id) => answer('p1', id, { value: 3 }));
    await writeRelease(dir, releaseInput({ answers: many }));
    const rows = await readParquet(join(dir, defaultTable));
    expect(rows).toMatchObject([{ id: 'p2' }, { id: 'p1', num_responses: '5000', raw_responses: ids.map(() => '3') }]);
  });
});

function usernameOf(raterId: string): string {
  return new Map(Object.entries(people)).get(raterId) ?? raterId;
}

describe('writeRelease', () => {
  it('makes exactly the files of a release and tells their hashes', async () => {
    const { files, changed } = await writeRelease(dir, releaseInput());
    expect(changed).toBe(true);
    expect(files.map(({ path }) => path)).toEqual(allPaths);
    expect(await listFiles(dir)).toEqual(allPaths);
    for (const { path, sizeBytes, sha256 } of files) {
      expect((await stat(join(dir, path))).size).toBe(sizeBytes);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    }
  });

  it('gives the same bytes again, whatever the order of the input', async () => {
    const { files } = await writeRelease(dir, releaseInput());
    const input = releaseInput();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...input.prompts], { minLength: input.prompts.length }),
        fc.shuffledSubarray([...input.answers], { minLength: input.answers.length }),
        fc.shuffledSubarray(input.ranking.items, { minLength: input.ranking.items.length }),
        fc.shuffledSubarray(input.ranking.raters, { minLength: input.ranking.raters.length }),
        async (prompts, answers, items, raters) => {
          const shuffled = { ...input, prompts, answers, ranking: { ...input.ranking, items, raters } };
          expect(await compareRelease(dir, shuffled)).toEqual({ files, rows: 2, changed: false });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('touches no file when nothing changed', async () => {
    await writeRelease(dir, releaseInput());
    const before = await Promise.all(allPaths.map((path) => stat(join(dir, path))));
    expect(await writeRelease(dir, releaseInput())).toMatchObject({ changed: false });
    const after = await Promise.all(allPaths.map((path) => stat(join(dir, path))));
    expect(after.map(({ ino }) => ino)).toEqual(before.map(({ ino }) => ino));
  });

  it('says that something changed, and the comparison says so without writing', async () => {
    await writeRelease(dir, releaseInput());
    const card = await readFile(join(dir, 'README.md'), 'utf8');
    const input = releaseInput({ simulated: true });
    expect(await compareRelease(dir, input)).toMatchObject({ changed: true });
    expect(await readFile(join(dir, 'README.md'), 'utf8')).toBe(card);
    expect(await writeRelease(dir, input)).toMatchObject({ changed: true });
  });

  it('compares with a folder that is not there without making it', async () => {
    expect(await compareRelease(dir, releaseInput())).toMatchObject({ changed: true, rows: 2 });
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });

  it('removes tables that are no longer made, and nothing that is not ours', async () => {
    await writeRelease(dir, releaseInput());
    const others = ['data/train.csv', 'data/notes/train-00000-of-00001.parquet', '.gitattributes', 'raters/list.txt'];
    for (const path of others) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), 'theirs');
    }
    await writeFile(join(dir, 'data/train-00001-of-00002.parquet'), 'older shard');
    const { changed } = await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'omit' }) }));
    expect(changed).toBe(true);
    expect(await listFiles(dir)).toEqual([...allPaths.filter((path) => path !== ratersTable), ...others].toSorted());
  });

  it.each(['README.md', defaultTable, '.argilla/settings.json'])(
    'leaves a folder alone whose %s is not ours',
    async (path) => {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), 'theirs');
      const error: unknown = await writeRelease(dir, releaseInput()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnsafeError);
      expect(error).toMatchObject({
        code: 'not_a_release',
        message: `${join(dir, path)} is not from a release of prank.`,
      });
      expect(await listFiles(dir)).toEqual([path]);
    },
  );

  it('finishes what was cut off after any file', async () => {
    const { files } = await writeRelease(dir, releaseInput());
    for (const path of allPaths.filter((name) => name !== 'README.md')) await rm(join(dir, path));
    expect(await writeRelease(dir, releaseInput())).toEqual({ files, rows: 2, changed: true });
  });

  it('keeps hand-written parts of the card', async () => {
    await writeRelease(dir, releaseInput());
    const path = join(dir, 'README.md');
    const card = await readFile(path, 'utf8');
    const thanks = 'Thanks to **everybody**!\n\n<b>Really.</b>';
    await writeFile(path, card.replace('<!-- prank:keep -->\n', `<!-- prank:keep -->\n${thanks}\n`));
    await writeRelease(dir, releaseInput({ simulated: true }));
    expect(await readFile(path, 'utf8')).toContain(`<!-- prank:keep -->\n${thanks}\n<!-- /prank:keep -->`);
    expect(await writeRelease(dir, releaseInput({ simulated: true }))).toMatchObject({ changed: false });
  });

  it('says what is wrong with a folder that is a file', async () => {
    await writeFile(dir, 'a file');
    await expect(writeRelease(dir, releaseInput())).rejects.toMatchObject({ code: 'release_dir_unusable' });
  });
});

/** All bytes of the release, and what is compressed in them. */
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

  it('with raters: omit, neither order nor time strings the answers of one person together', async () => {
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
