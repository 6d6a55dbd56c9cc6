import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeParquetFile } from '../../src/lib/files/parquet-file.ts';
import { readReleaseFacts } from '../../src/release/facts.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  path = join(dir, 'train.parquet');
});
afterEach(() => rm(dir, { recursive: true }));

const answers = { name: 'quality', type: 'STRUCT(user_id VARCHAR, value VARCHAR, status VARCHAR)[]' };
const columns = [
  { name: 'id', type: 'VARCHAR' },
  { name: 'rank', type: 'BIGINT' },
  { name: 'prompt', type: 'VARCHAR' },
  { name: 'num_responses', type: 'BIGINT' },
  { name: 'raw_responses', type: 'BIGINT[]' },
  { name: 'score', type: 'DOUBLE' },
  { name: 'score_low', type: 'DOUBLE' },
  { name: 'score_high', type: 'DOUBLE' },
];
const row = ['p', 1n, 'Why?', 2n, [5n, 4n], 4.5, 4, 5];

it('reads what releases are compared by', async () => {
  const quality = ['a', 'b'].map((user) => ({ user_id: user, value: '1', status: 'submitted' }));
  await writeParquetFile(path, [...columns, answers], [[...row, quality]]);
  expect(await readReleaseFacts([path])).toEqual({
    prompts: new Map([['p', { rank: 1, prompt: 'Why?', score: 4.5, scoreLow: 4, scoreHigh: 5, values: '[4, 5]' }]]),
    answers: 2,
    raters: 2,
    raterNames: ['a', 'b'],
  });
});

it('finds nothing in a dataset that is not from prank', async () => {
  expect(await readReleaseFacts([])).toBeNull();
  await writeParquetFile(path, columns, [row]);
  expect(await readReleaseFacts([path])).toBeNull();
  await writeParquetFile(path, [...columns, { name: 'quality', type: 'VARCHAR' }], [[...row, 'good']]);
  expect(await readReleaseFacts([path])).toBeNull();
  await writeFile(path, 'no parquet');
  expect(await readReleaseFacts([path])).toBeNull();
});

it("does not take unreadable files for somebody else's dataset", async () => {
  await mkdir(path);
  await expect(readReleaseFacts([path])).rejects.toMatchObject({
    code: 'file_unreadable',
    message: `${path} can't be read: it is a folder.`,
  });
});
