import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqlText, withDuckdb } from '../../../src/lib/files/duckdb.ts';
import { withFolder } from '../../build/campaign-folder.ts';
import { damage, randomOf } from './damage.ts';
import { type Outcome, readBytes } from './read-damaged.ts';

const rowCount = 500;

/** A file with several row groups, and values long enough to be stored in every way. */
async function makeParquet(dir: string, compression: string): Promise<Buffer> {
  const path = join(dir, 'whole.parquet');
  await withDuckdb((connection) =>
    connection.run(
      `COPY (SELECT 'prompt number ' || n || repeat(' é', n::INT % 9) AS prompt, CASE WHEN n % 7 > 0 THEN n END AS n
       FROM range(${rowCount}) AS r(n)) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION ${compression}, ROW_GROUP_SIZE 128)`,
    ),
  );
  return readFile(path);
}

/** What DuckDB itself reads from a file, with each value as text. */
async function askDuckdb(dir: string, bytes: Uint8Array): Promise<string[][] | 'refused'> {
  const path = join(dir, 'asked.parquet');
  await writeFile(path, bytes);
  return withDuckdb(async (connection) => {
    const result = await connection.runAndReadAll(`SELECT prompt, n FROM ${sqlText(path)}`);
    return result.getRows().map((values) => values.map(String));
  }).catch(() => 'refused');
}

function asText(outcome: Outcome): string[][] | 'refused' {
  if (outcome === 'refused') return outcome;
  return outcome.map((row) => [String(row?.['prompt']), String(row?.['n'])]);
}

test.for(['snappy', 'zstd', 'uncompressed'])(
  'parquet, %s, that is cut off is refused at any byte',
  async (compression) => {
    await withFolder({}, async (dir) => {
      const bytes = await makeParquet(dir, compression);
      const reading = { dir, format: 'parquet', skipBadRows: true } as const;
      expect(await readBytes(reading, bytes)).toHaveLength(rowCount);
      for (let cut = 0; cut < bytes.length; cut += cut < 16 || cut > bytes.length - 16 ? 1 : 211) {
        expect(await readBytes(reading, bytes.subarray(0, cut)), `cut at ${cut}`).toBe('refused');
      }
    });
  },
);

// DuckDB checks no checksum in this format, so nobody can say what a changed byte turns a value into.
test.for(['snappy', 'uncompressed'])(
  'parquet, %s, with faults gives what DuckDB reads in it or is refused, and the next file is read',
  async (compression) => {
    await withFolder({}, async (dir) => {
      const bytes = await makeParquet(dir, compression);
      const reading = { dir, format: 'parquet', skipBadRows: false } as const;
      const whole = await readBytes(reading, bytes);
      let refused = 0;
      for (let seed = 0; seed < 60; seed += 1) {
        const random = randomOf(seed);
        const faulty = seed % 2 === 0 ? damage(bytes, random) : changeByte(bytes, random(bytes.length), random(256));
        const outcome = asText(await readBytes(reading, faulty));
        expect(outcome, `seed ${seed}`).toEqual(await askDuckdb(dir, faulty));
        if (outcome === 'refused') refused += 1;
      }
      expect(refused).toBeGreaterThan(15);
      expect(refused).toBeLessThan(60);
      expect(await readBytes(reading, bytes)).toEqual(whole);
    });
  },
);

function changeByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return Uint8Array.from(bytes).fill(value, at, at + 1);
}
