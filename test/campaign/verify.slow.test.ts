import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqlText, withDuckdb } from '../../src/lib/files/duckdb.ts';
import { hashFile } from '../../src/lib/files/hash-file.ts';
import { sqlParquetFiles } from '../../src/lib/files/parquet-file.ts';
import { verify } from '../../src/campaign/verify.ts';
import { publishRandom } from './verify-campaign.ts';

const exports = {
  top: { score: 3, certainty: 0.6 },
  preferences: { max: 40, within: 'any' as const },
};

const options = (['pseudonym', 'username', 'omit'] as const).flatMap((raters) =>
  [0, 1, 4].flatMap((minResponses) =>
    [{ top: null, preferences: null }, exports].map((wanted) => ({ raters, minResponses, exports: wanted })),
  ),
);

it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
  'a release says what its own answers give, whatever is published: seed %i',
  async (seed) => {
    const dir = await publishRandom({ seed, publish: options[seed % options.length] ?? {} });
    try {
      expect(await verify(dir)).toMatchObject({ same: true, differences: [] });
    } finally {
      await rm(dirname(dir), { recursive: true });
    }
  },
);

describe('whoever changes a release', () => {
  let release: string;
  let copy: string;

  beforeAll(async () => {
    release = await publishRandom({ seed: 3, publish: { minResponses: 3, exports }, design: { items: 30 } });
  });
  afterAll(() => rm(dirname(release), { recursive: true }));
  beforeEach(async () => {
    copy = `${release}-copy`;
    await cp(release, copy, { recursive: true });
  });
  afterEach(() => rm(copy, { recursive: true }));

  it('is found out by any digit of the card', async () => {
    const path = join(copy, 'README.md');
    const card = await readFile(path, 'utf8');
    const digits = [...card.matchAll(/\d/gu)].map(({ index }) => index);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), async (at, more) => {
        const digit = (Number(card[at]) + more) % 10;
        await writeFile(path, `${card.slice(0, at)}${digit}${card.slice(at + 1)}`);
        expect(await verify(copy), `digit at ${at}`).toMatchObject({ same: false });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['data', 'score', 'score + 0.001'],
    ['data', 'score_low', 'score_low - 0.001'],
    ['data', 'rank', 'rank + 1'],
    ['data', 'tier', "'Z'"],
    ['data', 'avg_rating', 'avg_rating + 0.01'],
    ['data', 'agreement_ratio', '0.1'],
    ['data', 'num_responses', 'num_responses + 1'],
    ['data', 'raw_responses', '[1]'],
    ['data', 'prompt', "prompt || '.'"],
    ['data', 'quality', '[]'],
    ['data', 'license', "'mit'"],
    ['ratings', 'value', '1 + ("value" % 5)'],
    ['ratings', 'status', "'discarded'"],
    ['ratings', 'released', 'NOT released'],
    ['ratings', 'rater', "'rater-0123456789ab'"],
    ['raters', 'severity', 'severity + 0.001'],
    ['raters', 'answers', 'answers - 1'],
    ['raters', 'flags', "['careless']"],
    ['top', 'certainty', 'certainty - 0.001'],
    ['preferences', 'score_difference', 'score_difference + 0.001'],
    ['.prank', 'kind', "'human'"],
  ])('is found out by one cell of %s, column %s, even if the hashes are made to fit', async (folder, column, value) => {
    const path = `${folder}/${folder === '.prank' ? 'prompts' : 'train-00000-of-00001'}.parquet`;
    await changeCell(join(copy, path), column, value);
    await fitHash(copy, path);
    const { differences } = await verify(copy);
    expect(differences).not.toEqual([]);
    expect(differences.every(({ column: name }) => name !== 'sha256')).toBe(true);
  });

  it('is found out by another chart, a missing file, and a file of the record', async () => {
    await writeFile(join(copy, 'charts', 'agreement.svg'), '<svg/>');
    await rm(join(copy, 'dashboard.html'));
    const { differences } = await verify(copy);
    expect(differences).toMatchObject([
      { file: 'charts/agreement.svg', column: 'sha256' },
      { file: 'dashboard.html', column: 'sha256', published: null },
    ]);
  });

  it('is found out by a licence that does not allow this', async () => {
    const path = join(copy, '.prank', 'release.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    record.campaign.publish.license = 'cc0-1.0';
    await writeFile(path, JSON.stringify(record));
    const { differences } = await verify(copy);
    expect(differences).toContainEqual(expect.objectContaining({ id: 'source-0', column: 'license' }));
  });

  it('gets to know why a release can’t be verified', async () => {
    const path = join(copy, '.prank', 'release.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...record, model: 99 }));
    await expect(verify(copy)).rejects.toMatchObject({ code: 'release_of_other_model' });
    await rm(join(copy, 'ratings', 'train-00000-of-00001.parquet'));
    await writeFile(path, JSON.stringify(record));
    await expect(verify(copy)).rejects.toMatchObject({ code: 'release_damaged' });
    await rm(path);
    await expect(verify(copy)).rejects.toMatchObject({ code: 'release_not_verifiable' });
  });
});

/** Writes the file again with `value` in one row of the column, the first in which that makes a difference. */
async function changeCell(path: string, column: string, value: string): Promise<void> {
  await withDuckdb(async (connection) => {
    const table = sqlParquetFiles([path]);
    const chosen = `(SELECT min(file_row_number) FROM read_parquet(${sqlText(path)}, file_row_number = true) WHERE "${column}" IS DISTINCT FROM (${value}))`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${table}`);
    const columns = described
      .getRows()
      .map(([name]) =>
        name === column
          ? `CASE WHEN file_row_number = ${chosen} THEN ${value} ELSE "${name}" END AS "${name}"`
          : `"${String(name)}"`,
      );
    const changed = `${path}.changed`;
    await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM read_parquet(${sqlText(path)}, file_row_number = true) ORDER BY file_row_number) TO ${sqlText(changed)} (FORMAT parquet)`,
    );
    await rename(changed, path);
  });
}

async function fitHash(dir: string, path: string): Promise<void> {
  const recordPath = join(dir, '.prank', 'release.json');
  const record = JSON.parse(await readFile(recordPath, 'utf8'));
  record.files[path] = await hashFile(join(dir, path));
  await writeFile(recordPath, JSON.stringify(record));
}
