import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sqlText, withDuckdb } from '../../../src/lib/files/duckdb.ts';
import { explainFileError } from '../../../src/lib/files/file-error.ts';

async function failure(sql: string): Promise<unknown> {
  return withDuckdb((connection) => connection.run(sql)).then(String, (error: unknown) => error);
}

it('gives a failed system call its code, so that it is not a bug', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  const error = await failure(`COPY (SELECT 1) TO ${sqlText(dir)} (FORMAT parquet)`);
  await rm(dir, { recursive: true });
  expect(error).toMatchObject({ code: 'EISDIR', path: dir, syscall: 'open' });
  expect(explainFileError(error)?.message).toBe(`${dir} can't be read: it is a folder.`);
});

it('reports a full disk as a failed write', async () => {
  const thrown = new Error('IO Error: Could not write file "/m/x.parquet": No space left on device');
  const error: unknown = await withDuckdb(() => Promise.reject(thrown)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ENOSPC', path: '/m/x.parquet', syscall: 'write' });
});

it.each([
  'SELECT * FROM nothing',
  `COPY (SELECT 1) TO '/none/x.parquet' (FORMAT parquet)`,
  `SELECT error('"x": Permission denied')`,
])('leaves all other errors as they are: %s', async (sql) => {
  expect(await failure(sql)).not.toHaveProperty('code');
});
