import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsafeError } from '../../src/lib/errors.ts';
import { withDuckdb } from '../../src/lib/files/duckdb.ts';
import { appendToRatingsLog, readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { responseEvent } from './response-event.ts';

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'a [b]*?', 'ratings');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the ratings log', () => {
  it('is empty if there is none', async () => {
    expect(await readRatingsLog(dir)).toEqual([]);
  });

  it('returns what was appended, in order, one file for each append', async () => {
    const first = [responseEvent({ promptId: 'p2', rater: null, value: null, status: 'draft' }), responseEvent()];
    const second = [
      responseEvent({ status: 'deleted', value: null }),
      responseEvent({ rater: 'Ада ☃ \u0000', value: 0 }),
    ];
    await appendToRatingsLog(dir, first);
    await appendToRatingsLog(dir, second);
    expect(await readRatingsLog(dir)).toEqual([...first, ...second]);
    expect((await readdir(dir)).toSorted().map((name) => name.slice(0, 7))).toEqual(['000001-', '000002-']);
  });

  it('puts very many events into several files, in order', async () => {
    const raters = [null, '', 'ann', 'Ann', "o'brien\\", 'Ада ☃ \u0000', 'NULL'];
    const events = Array.from({ length: 50_001 }, (_, index) => {
      const event = responseEvent({ promptId: `p${index}`, rater: raters[index % raters.length] ?? null });
      if (index % 5 === 0) event.others = `{"note":${index}}`;
      if (index % 11 === 0) event.updatedAt = `2026-01-01T00:00:00.${String(index).padStart(6, '0')}`;
      return index % 3 === 0 ? { ...event, status: 'deleted' as const, value: null } : event;
    });
    await appendToRatingsLog(dir, events);
    await appendToRatingsLog(dir, [responseEvent()]);
    const names = (await readdir(dir)).toSorted();
    expect(names.map((name) => name.slice(0, 7))).toEqual(['000001-', '000002-', '000003-']);
    expect(await readRatingsLog(dir)).toEqual([...events, responseEvent()]);
  });

  it('keeps any text', async () => {
    const events = fc.array(
      fc.record({ rater: fc.string({ unit: 'grapheme' }), promptId: fc.string(), recordId: fc.string() }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(events, async (drawn) => {
        const log = join(await mkdtemp(join(folder, 'log-')));
        const written = drawn.map(responseEvent);
        await appendToRatingsLog(log, written);
        expect(await readRatingsLog(log)).toEqual(written);
      }),
      { numRuns: 15 },
    );
  });

  it('reads many files in the order of their names', async () => {
    const events = Array.from({ length: 30 }, (_, index) => responseEvent({ promptId: `p${index}` }));
    for (const event of events) await appendToRatingsLog(dir, [event]);
    expect(await readRatingsLog(dir)).toEqual(events);
  });

  it('writes no file for no events', async () => {
    expect(await appendToRatingsLog(dir, [])).toBeNull();
    await expect(readdir(dir)).rejects.toThrow('ENOENT');
  });

  it('gives equal events equal files', async () => {
    const events = Array.from({ length: 5000 }, (_, index) => responseEvent({ promptId: `p${index}` }));
    const paths = [await appendToRatingsLog(dir, events), await appendToRatingsLog(join(folder, 'other'), events)];
    const [one, two] = await Promise.all(paths.map((path) => readFile(path ?? '')));
    expect(basename(paths[0] ?? '')).toBe(basename(paths[1] ?? ''));
    expect(one?.equals(two ?? Buffer.of())).toBe(true);
  });

  it('ignores what a killed write left behind', async () => {
    await appendToRatingsLog(dir, [responseEvent()]);
    await writeFile(join(dir, '.tmp-0123456789ab'), 'half a file');
    await writeFile(join(dir, '.tmp-0123456789ab.parquet'), 'half a file');
    expect(await readRatingsLog(dir)).toEqual([responseEvent()]);
  });

  it('reads files of earlier versions, which had one time less, alone and beside newer ones', async () => {
    const old = responseEvent({ promptId: 'p1', updatedAt: '2026-01-01T00:00:00.000000Z' });
    const restored = responseEvent({ promptId: 'p2', serverUpdatedAt: '2026-02-02T00:00:00.000000Z' });
    const written = (await appendToRatingsLog(join(folder, 'new'), [old])) ?? '';
    const path = join(folder, 'old.parquet');
    await withDuckdb(async (connection) => {
      const query = `SELECT * EXCLUDE (server_updated_at) FROM read_parquet('${written}')`;
      await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
    });
    await appendToRatingsLog(dir, [restored]);
    await rm(join(dir, (await readdir(dir))[0] ?? ''));
    await writeFile(join(dir, '000001-old.parquet'), await readFile(path));
    expect(await readRatingsLog(dir)).toEqual([old]);
    await appendToRatingsLog(dir, [restored]);
    expect(await readRatingsLog(dir)).toEqual([old, restored]);
  });

  it.each([
    ['of an earlier version', '* EXCLUDE (external_id, other_values, role)'],
    ['of the first version', '* EXCLUDE (server_updated_at, external_id, other_values, role)'],
  ])('checks a file %s, whose name has a hash of its rows', async (_, selected) => {
    const event = responseEvent();
    const path = (await appendToRatingsLog(join(folder, 'new'), [event])) ?? '';
    const old = join(folder, 'old.parquet');
    const [cells] = await withDuckdb(async (connection) => {
      await connection.run(`COPY (SELECT ${selected} FROM read_parquet('${path}')) TO '${old}' (FORMAT parquet)`);
      return (await connection.runAndReadAll(`SELECT * FROM read_parquet('${old}')`)).getRows();
    });
    const hash = createHash('sha256')
      .update(JSON.stringify([cells]))
      .digest('hex');
    const name = `000001-${hash.slice(0, 12)}.parquet`;
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, name), await readFile(old));
    expect(await readRatingsLog(dir)).toEqual([event]);
    await writeFile(join(dir, name.replace(hash.slice(0, 12), 'f'.repeat(12))), await readFile(old));
    await expectDamage(join(dir, `000001-${'f'.repeat(12)}.parquet`));
  });

  it('names the file that is damaged and the way out', async () => {
    await appendToRatingsLog(dir, [responseEvent()]);
    const path = (await appendToRatingsLog(dir, [responseEvent({ value: 1 })])) ?? '';
    await truncate(path, 100);
    await expectDamage(path);
  });

  it('does not call an unreadable file damaged: nobody should move it away', async () => {
    await appendToRatingsLog(dir, [responseEvent()]);
    const path = join(dir, '000002-folder.parquet');
    await mkdir(path);
    await expect(readRatingsLog(dir)).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `${path} can't be read: it is a folder.`,
    });
  });

  it("is not empty if its folder can't be read", async () => {
    await mkdir(join(folder, 'a [b]*?'));
    await writeFile(dir, '');
    await expect(readRatingsLog(dir)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each([
    ['a column is missing', `SELECT 'p1' AS prompt_id`],
    ['a status is unknown', `SELECT * REPLACE ('lost' AS status) FROM log`],
    ['an id is null', `SELECT * REPLACE (NULL::VARCHAR AS rater_id) FROM log`],
  ])('rejects a file if %s', async (_, query) => {
    const good = (await appendToRatingsLog(join(folder, 'good'), [responseEvent()])) ?? '';
    await appendToRatingsLog(dir, [responseEvent()]);
    const path = join(dir, '000002-other.parquet');
    const other = join(folder, 'other.parquet');
    await withDuckdb(async (connection) => {
      await connection.run(`CREATE VIEW log AS SELECT * FROM read_parquet('${good}')`);
      await connection.run(`COPY (${query}) TO '${other}' (FORMAT parquet)`);
    });
    await writeFile(path, await readFile(other));
    await expectDamage(path);
  });
});

async function expectDamage(path: string): Promise<void> {
  const error: unknown = await readRatingsLog(dir).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnsafeError);
  expect(error).toMatchObject({
    code: 'ratings_log_damaged',
    message: `${path} in the ratings log is damaged or not from prank.`,
    hint: expect.stringContaining('prank pull --full'),
  });
}
