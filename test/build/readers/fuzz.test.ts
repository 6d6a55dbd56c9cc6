import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/build/build-plan.ts';
import { BadRow, type RowBatch } from '../../../src/build/readers/reader.ts';
import { readers } from '../../../src/build/readers/readers.ts';
import { withDuckdb } from '../../../src/lib/duckdb.ts';
import { UsageError } from '../../../src/lib/errors.ts';
import { jsonl, withFolder } from '../campaign-folder.ts';
import { referenceCsv, referenceJson, referenceJsonl, type ReferenceRows } from './reference-readers.ts';

const texts = [
  'plain',
  'with "quotes", and\nline breaks',
  'é ü 漢字 👩‍👧',
  ' ',
  '',
  '\\ back \\n slash',
  'a\r\nb',
  "''",
  '{"a": [1]}',
];
const rows = texts.map((prompt, n) => ({ prompt, n, nested: { list: [n, null, prompt] } }));
const cell = (text: unknown): string => `"${String(text).replaceAll('"', '""')}"`;

const formats: { format: Format; content: string; reference: (bytes: Uint8Array) => ReferenceRows }[] = [
  { format: 'jsonl', content: jsonl(rows), reference: referenceJsonl },
  { format: 'json', content: JSON.stringify(rows, null, 1), reference: referenceJson },
  {
    format: 'csv',
    content: `prompt,n,other\r\n${rows.map(({ prompt, n }) => `${cell(prompt)},${n},bare text\r\n`).join('')}`,
    reference: referenceCsv,
  },
];

type Random = (below: number) => number;

function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const poison = [
  [0],
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0x22],
  [0x2c],
  [0x0a],
  [0x0d],
  [0x7b],
  [0x5d],
  [0x5c],
  [0xef, 0xbb, 0xbf],
];

/** One to three faults: a byte changed, bytes put in, a piece taken out, doubled or moved, or the end cut off. */
function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let result = [...bytes];
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(result.length + 1);
    const length = random(30);
    const piece = result.slice(at, at + length);
    switch (random(6)) {
      case 0:
        result[Math.min(at, result.length - 1)] = random(256);
        break;
      case 1:
        result.splice(at, 0, ...(poison[random(poison.length)] ?? []));
        break;
      case 2:
        result.splice(at, length);
        break;
      case 3:
        result.splice(at, 0, ...piece);
        break;
      case 4:
        result.splice(random(result.length + 1), 0, ...result.splice(at, length));
        break;
      default:
        result = result.slice(0, at);
    }
  }
  return Uint8Array.from(result);
}

/** The rows, null for a bad one; or that it was refused in the way it should. */
type Outcome = (Record<string, unknown> | null)[] | 'refused';

async function read(
  dir: string,
  format: Format,
  bytes: Uint8Array,
  gzip: boolean,
  skipBadRows: boolean,
): Promise<Outcome> {
  const path = `a.${format}${gzip ? '.gz' : ''}`;
  const absolutePath = join(dir, path);
  await writeFile(absolutePath, bytes);
  const found: (Record<string, unknown> | null)[] = [];
  const take = (batch: RowBatch): void => {
    for (const row of batch.rows) found.push(row instanceof BadRow ? null : { ...row });
  };
  try {
    const file = { path, absolutePath, format, gzip, sizeBytes: bytes.length };
    await readers[format].read(file, { delimiter: ',', names: ['prompt', 'n'], skipBadRows }, take);
    return found;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const isNamed = new RegExp(`^${path.replaceAll('.', '\\.')}(:\\d+)?: `, 'u').test(error.message);
    if (error.code !== 'data_malformed' || !isNamed) throw error;
    return 'refused';
  }
}

describe.for(formats)('$format with faults', ({ format, content, reference }) => {
  test('gives the rows that a plain reader gives, or says what is wrong', async () => {
    await withFolder({}, async (dir) => {
      let broken = 0;
      let skipped = 0;
      for (let seed = 0; seed < 600; seed += 1) {
        const bytes = mutate(Buffer.from(content), randomOf(seed));
        const expected = reference(bytes);
        const outcome = {
          strict: await read(dir, format, bytes, false, false),
          lenient: await read(dir, format, bytes, false, true),
        };
        const isBroken = expected === 'broken';
        const hasBadRows = !isBroken && expected.includes(null);
        if (isBroken) broken += 1;
        if (hasBadRows) skipped += 1;
        // One bad element of an array is one bad row to a reader that goes element by element.
        const lenient = isBroken && format === 'json' ? outcome.lenient : isBroken ? 'refused' : expected;
        const strict = isBroken || hasBadRows ? 'refused' : expected;
        const place = `seed ${seed}: ${JSON.stringify(Buffer.from(bytes).toString())}`;
        expect(outcome, place).toEqual({ strict, lenient });
      }
      expect(broken).toBeGreaterThan(100);
      expect(skipped).toBeGreaterThanOrEqual(format === 'json' ? 0 : 50);
    });
  });

  test('never passes for whole when its gzip data is damaged', async () => {
    await withFolder({}, async (dir) => {
      const whole = reference(Buffer.from(content));
      const packed = gzipSync(content);
      for (let seed = 0; seed < 150; seed += 1) {
        const result = await read(dir, format, mutate(packed, randomOf(seed)), true, true);
        expect([whole, 'refused'], `seed ${seed}`).toContainEqual(result);
      }
    });
  });

  test('reads a line of 50 MB', async () => {
    await withFolder({}, async (dir) => {
      const long = 'long '.repeat(10 * 2 ** 20);
      const row =
        format === 'csv'
          ? `prompt,n\n"${long}",1\n`
          : JSON.stringify(format === 'json' ? [{ prompt: long }] : { prompt: long });
      const result = await read(dir, format, Buffer.from(row), false, false);
      expect(result).toHaveLength(1);
      expect(typeof result === 'string' || result[0]?.['prompt'] === long).toBe(true);
    });
  });
});

test('parquet that is cut off or damaged gives its rows or an error, and goes on with the next file', async () => {
  await withFolder({}, async (dir) => {
    const path = join(dir, 'whole.parquet');
    await withDuckdb((connection) =>
      connection.run(`COPY (SELECT 'number ' || n AS prompt, n FROM range(500) AS r(n)) TO '${path}' (FORMAT parquet)`),
    );
    const bytes = await readFile(path);
    const whole = await read(dir, 'parquet', bytes, false, false);
    expect(whole).toHaveLength(500);
    for (let cut = 0; cut < bytes.length; cut += 97) {
      expect(await read(dir, 'parquet', bytes.subarray(0, cut), false, true), `cut at ${cut}`).toBe('refused');
    }
    for (let seed = 0; seed < 60; seed += 1) await read(dir, 'parquet', mutate(bytes, randomOf(seed)), false, false);
    expect(await read(dir, 'parquet', bytes, false, false)).toEqual(whole);
  });
});
