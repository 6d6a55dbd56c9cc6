import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/lib/errors.ts';
import { cellText } from '../../src/ratings/cell-text.ts';
import { isMissingValue, parseValue } from '../../src/ratings/parse-value.ts';
import { readRatingsFile } from '../../src/ratings/ratings-file.ts';
import { damage, randomOf } from '../lib/readers/damage.ts';
import { referenceDelimited, referenceJsonl, type ReferenceRows } from '../lib/readers/reference-readers.ts';

type Outcome = { rater: string; item: string; value: number }[] | 'refused';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-fuzz-'));
});
afterAll(() => rm(dir, { recursive: true }));

const raters = ['ada', 'René', 'with "quotes"', ' blanks ', 'line\nbreak', '漢字'];
const values = ['4', '3,0', '2 - fair', 'NA', '', '5.0', '1 (bad)'];
const ratings = raters.flatMap((rater, shift) =>
  Array.from({ length: 5 }, (_, n) => ({ rater, item: `p${n}`, value: values[(n + shift) % values.length] ?? '' })),
);
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csvRows = ratings.map(({ rater, item, value }) => `${cell(rater)},${item},${cell(value)}\r\n`).join('');
const jsonRows = ratings.map((rating) => `${JSON.stringify(rating)}\n`).join('');

// The format is recognized by the start of a file, which stays whole.
const formats = [
  {
    name: 'csv',
    head: 'rater,item,value\r\n',
    body: csvRows,
    reference: (bytes: Uint8Array): ReferenceRows => referenceDelimited(bytes, ','),
  },
  { name: 'jsonl', head: '{"rater":"zoe","item":"p0","value":3}\n', body: jsonRows, reference: referenceJsonl },
];

/** Reads bytes as a ratings file. Throws every error except a UsageError that names the file. */
async function read(bytes: Uint8Array): Promise<Outcome> {
  const path = join(dir, 'ratings');
  await writeFile(path, bytes);
  try {
    return (await readRatingsFile(path)).ratings;
  } catch (error) {
    if (error instanceof UsageError && error.message.startsWith(path)) return 'refused';
    throw error;
  }
}

/** What a simple reader makes of the rows. */
function expectedOf(rows: ReferenceRows): Outcome {
  if (rows === 'broken') return 'refused';
  const found = new Map<string, { rater: string; item: string; value: number }>();
  for (const row of rows) {
    if (row === null) return 'refused';
    const [rater = '', item = '', text = ''] = ['rater', 'item', 'value'].map((name) =>
      (cellText(row[name]) ?? '').normalize('NFC').trim(),
    );
    if (isMissingValue(text)) continue;
    const value = parseValue(text);
    const pair = JSON.stringify([rater, item]);
    if (rater === '' || item === '' || value === null || found.has(pair)) return 'refused';
    found.set(pair, { rater, item, value });
  }
  return found.size === 0 ? 'refused' : [...found.values()];
}

describe.for(formats)('ratings in $name with faults', ({ head, body, reference }) => {
  test('give what a simple reader gives, or are refused', async () => {
    let refused = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const bytes = Buffer.concat([Buffer.from(head), damage(Buffer.from(body), randomOf(seed))]);
      const outcome = await read(bytes);
      expect(outcome, `seed ${seed}: ${JSON.stringify(bytes.toString())}`).toEqual(expectedOf(reference(bytes)));
      if (outcome === 'refused') refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(390);
  });

  test('give the rows before a cut, or are refused', async () => {
    const whole = Buffer.from(head + body);
    for (let end = 0; end <= whole.length; end += end < 60 ? 1 : 7) {
      const bytes = whole.subarray(0, end);
      expect(await read(bytes), `cut at ${end}`).toEqual(expectedOf(reference(bytes)));
    }
  });

  test('are never read from damaged or truncated gzip data', async () => {
    const whole = expectedOf(reference(Buffer.from(head + body)));
    const packed = gzipSync(head + body);
    expect(await read(packed)).toEqual(whole);
    for (let end = 0; end < packed.length; end += 3) {
      expect(await read(packed.subarray(0, end)), `cut at ${end}`).toBe('refused');
    }
    for (let seed = 0; seed < 100; seed += 1) {
      expect([whole, 'refused'], `seed ${seed}`).toContainEqual(await read(damage(packed, randomOf(seed))));
    }
  });
});
