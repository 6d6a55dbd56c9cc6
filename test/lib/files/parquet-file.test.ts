import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDuckdb } from '../../../src/lib/files/duckdb.ts';
import { sqlParquetFiles, writeParquetFile } from '../../../src/lib/files/parquet-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const columns = [
  { name: 'a "text"', type: 'VARCHAR' },
  { name: 'list', type: 'STRUCT(n BIGINT, t VARCHAR[])[]' },
];

describe('writeParquetFile', () => {
  it('writes nested values in any number of rows, the same bytes every time', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [`t${index}`, [{ n: BigInt(index), t: ['\ud800', null] }]]);
    const paths = [join(folder, '*[a]?.parquet'), join(folder, 'b.parquet')];
    for (const path of paths) await writeParquetFile(path, columns, rows);
    const [one, two] = await Promise.all(paths.map((path) => readFile(path)));
    expect(one?.equals(two ?? Buffer.of())).toBe(true);
    const found = await withDuckdb(async (connection) => {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${sqlParquetFiles(paths.slice(0, 1))}`);
      return reader.getRowsJson();
    });
    expect(found).toEqual(rows.map((_, index) => [`t${index}`, [{ n: String(index), t: ['\ufffd', null] }]]));
  });

  it('leaves nothing behind when it fails', async () => {
    await expect(writeParquetFile(join(folder, 'x.parquet'), [{ name: 'a', type: 'NO_TYPE' }], [])).rejects.toThrow(
      'NO_TYPE',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
