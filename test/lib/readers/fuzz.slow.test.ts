import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/lib/readers/data-file.ts';
import { buildFrom, jsonl, source, withFolder } from '../../build/campaign-folder.ts';
import { damage, randomOf } from './damage.ts';
import { type Outcome, readBytes, readPieces, readStream } from './read-damaged.ts';
import {
  areElementsOf,
  areRecordsOf,
  referenceDelimited,
  referenceJson,
  referenceJsonl,
  type ReferenceRows,
} from './reference-readers.ts';

const texts: unknown[] = [
  'plain',
  'with "quotes", and\nline breaks\tand tabs',
  'é ü 漢字 👩‍👧 שלום cafe\u0301',
  ' ',
  '',
  '\\ back \\n slash',
  'a\r\nb',
  "''",
  '{"a": [1]}',
  7.5,
  null,
  ['mixed', { types: true }],
];
const rows = texts.map((prompt, n) => ({ prompt, n, nested: { list: [n, null, prompt] } }));
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
const delimited = (delimiter: string): string =>
  [['prompt', 'n', 'other'], ...rows.map(({ prompt, n }) => [cell(prompt), n, 'bare text'])]
    .map((cells) => `${cells.join(delimiter)}\r\n`)
    .join('');

const twin = '{"prompt": "first", "prompt": "second"}\n';
const formats: { name: string; format: Format; content: Buffer; reference: (bytes: Uint8Array) => ReferenceRows }[] = [
  { name: 'jsonl', format: 'jsonl', content: Buffer.from(jsonl(rows) + twin), reference: referenceJsonl },
  { name: 'jsonl in UTF-16', format: 'jsonl', content: utf16(jsonl(rows)), reference: referenceJsonl },
  { name: 'json', format: 'json', content: Buffer.from(JSON.stringify(rows, null, 1)), reference: referenceJson },
  {
    name: 'csv',
    format: 'csv',
    content: Buffer.from(delimited(',')),
    reference: (bytes) => referenceDelimited(bytes, ','),
  },
  {
    name: 'tsv',
    format: 'tsv',
    content: Buffer.from(delimited('\t')),
    reference: (bytes) => referenceDelimited(bytes, '\t'),
  },
];

/** What a reader may return, if it skips bad rows and if it does not. */
function isRight(format: Format, bytes: Uint8Array, expected: ReferenceRows, lenient: Outcome): boolean {
  if (expected !== 'broken') return JSON.stringify(lenient) === JSON.stringify(expected);
  if (lenient === 'refused') return true;
  // For a reader that goes element by element, a bad element of an array is a bad row.
  if (format === 'json') return areElementsOf(lenient, bytes);
  return (format === 'csv' || format === 'tsv') && areRecordsOf(lenient, bytes, format === 'csv' ? ',' : '\t');
}

describe.for(formats)('$name with faults', ({ format, content, reference }) => {
  test('gives the rows that a simple reader gives, or says what is wrong', async () => {
    await withFolder({}, async (dir) => {
      let faulty = 0;
      let skipped = 0;
      for (let seed = 0; seed < 300; seed += 1) {
        const random = randomOf(seed);
        const bytes = damage(content, random);
        const expected = reference(bytes);
        const isWhole = expected !== 'broken' && !expected.includes(null);
        const strict = await readBytes({ dir, format, skipBadRows: false }, bytes);
        const lenient = await readPieces({ dir, format, skipBadRows: true }, bytes, random);
        const place = `seed ${seed}: ${JSON.stringify(Buffer.from(bytes).toString())}`;
        expect(strict, place).toEqual(isWhole ? expected : 'refused');
        expect(isRight(format, bytes, expected, lenient), `${place} gave ${JSON.stringify(lenient)}`).toBe(true);
        if (!isWhole) faulty += 1;
        if (lenient !== 'refused' && lenient.includes(null)) skipped += 1;
      }
      expect(faulty).toBeGreaterThan(150);
      expect(skipped).toBeGreaterThan(60);
    });
  });

  test('gives the rows before the cut, or reports it', async () => {
    for (let end = 0; end <= content.length; end += 1) {
      const bytes = content.subarray(0, end);
      const lenient = await readPieces({ dir: '', format, skipBadRows: true }, bytes, randomOf(end));
      expect(isRight(format, bytes, reference(bytes), lenient), `cut at ${end}: ${JSON.stringify(lenient)}`).toBe(true);
    }
  });

  test('gives the same when packed, and never accepts damaged or truncated gzip data', async () => {
    await withFolder({}, async (dir) => {
      const packed = { dir, format, gzip: true, skipBadRows: true };
      for (let seed = 0; seed < 25; seed += 1) {
        const bytes = damage(content, randomOf(seed));
        const plain = await readBytes({ dir, format, skipBadRows: true }, bytes);
        expect(await readBytes(packed, gzipSync(bytes)), `seed ${seed}`).toEqual(plain);
      }
      const whole = reference(content);
      const bytes = gzipSync(content);
      expect(await readBytes(packed, bytes)).toEqual(whole);
      for (let end = 0; end < bytes.length; end += end < bytes.length - 12 ? 5 : 1) {
        expect(await readBytes(packed, bytes.subarray(0, end)), `cut at ${end}`).toBe('refused');
      }
      for (let seed = 0; seed < 50; seed += 1) {
        const result = await readBytes(packed, damage(bytes, randomOf(seed)));
        expect([whole, 'refused'], `seed ${seed}`).toContainEqual(result);
      }
    });
  });

  test('gives a build as many rows as the file has, with their numbers', async () => {
    let builds = 0;
    for (let seed = 0; builds < 4 && seed < 500; seed += 1) {
      const bytes = damage(content, randomOf(seed));
      const expected = reference(bytes);
      if (
        expected === 'broken' ||
        !expected.some((row) => typeof row?.['prompt'] === 'string' && row['n'] !== undefined)
      )
        continue;
      builds += 1;
      const path = `a.${format}`;
      const { outcome, prompts } = await buildFrom(
        { [path]: bytes },
        { sources: [source(path, { onBadRow: 'skip', delimiter: format === 'csv' ? ',' : null })] },
      );
      const bad = expected.filter((row) => row === null).length;
      expect(outcome.candidates).toBe(expected.length);
      expect(outcome.dropped.bad_row ?? 0).toBe(bad);
      for (const { prompt, sourceRow } of prompts) {
        expect(sourceRow).toMatch(/:\d+$/u);
        expect(String(expected[Number(sourceRow.split(':')[1]) - 1]?.['prompt']).trim(), `seed ${seed}`).toBe(prompt);
      }
    }
    expect(builds).toBe(4);
  });
});

test.for<[name: string, format: Format, content: (long: string) => string, isRead: boolean]>([
  ['jsonl', 'jsonl', (long) => JSON.stringify({ prompt: long }), true],
  ['json', 'json', (long) => JSON.stringify([{ prompt: long }]), true],
  ['csv', 'csv', (long) => `prompt,n\n"${long}",1\n`, true],
  ['csv, of a quote that is never closed', 'csv', (long) => `prompt,n\n"${long}`, false],
])('a line of 50 MB: %s', async ([, format, content, isRead]) => {
  await withFolder({}, async (dir) => {
    const long = 'long '.repeat(10 * 2 ** 20);
    const result = await readBytes({ dir, format, skipBadRows: false }, Buffer.from(content(long)));
    expect(result === 'refused' ? null : result[0]?.['prompt'] === long).toBe(isRead ? true : null);
  });
});

test.for<[Format, string, string]>([
  ['jsonl', '{"prompt": "', '"}\n{"prompt": "last"}\n'],
  ['csv', 'prompt,n\n', ',1\nlast,2\n'],
  ['csv', 'prompt,n\n"', '",1\nlast,2\n'],
])('a line of 160 MB is skipped in %s: %s', async ([format, start, end]) => {
  const piece = Buffer.alloc(2 ** 20, 'long ');
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from(start);
    for (let count = 0; count < 160; count += 1) yield piece;
    yield Buffer.from(end);
  }
  const outcome = await readStream({ dir: '', format, skipBadRows: true }, pieces());
  expect(outcome).toEqual([null, expect.objectContaining({ prompt: 'last' })]);
});

test.for<[Format, (nested: string) => string]>([
  ['jsonl', (nested) => `{"prompt": "x", "n": ${nested}}\n`],
  ['json', (nested) => `[{"prompt": "x", "n": ${nested}}]`],
])('brackets a million deep in %s: read, and reported if they are never closed', async ([format, content]) => {
  await withFolder({}, async (dir) => {
    const open = '['.repeat(1_000_000);
    const read = (nested: string): Promise<Outcome> =>
      readBytes({ dir, format, skipBadRows: false }, Buffer.from(content(nested)));
    expect(await read(open)).toBe('refused');
    const whole = await read(open + ']'.repeat(1_000_000));
    expect(whole).toHaveLength(1);
    expect(whole === 'refused' ? null : whole[0]?.['prompt']).toBe('x');
  });
});
