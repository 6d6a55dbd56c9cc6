import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listLogFiles } from '../../src/ratings/log-folder.ts';
import { removeLogFiles } from '../../src/ratings/remove-log-files.ts';
import { appendToRatingsLog, readRatingsLog } from '../../src/ratings/ratings-log.ts';
import { findLogFilesOf, rewriteLogFile } from '../../src/ratings/rewrite-log.ts';
import { responseEvent } from './response-event.ts';

let dir: string;
const ada = responseEvent({ raterId: 'r1' });
const bob = responseEvent({ raterId: "r'2" });

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
  await appendToRatingsLog(dir, [ada, bob]);
  await appendToRatingsLog(dir, [ada]);
  await appendToRatingsLog(dir, [bob]);
});
afterEach(() => rm(dir, { recursive: true }));

const keep = ({ raterId }: { raterId: string }): boolean => raterId !== ada.raterId;

describe('rewriteLogFile', () => {
  it('leaves everything of others, under the same name however often it runs', async () => {
    const names = await listLogFiles(dir);
    const found = await findLogFilesOf(dir, names, [ada.raterId]);
    expect(found).toEqual(names.slice(0, 2));
    const left = await Promise.all(found.map((name) => rewriteLogFile(dir, name, keep)));
    expect(left).toEqual([expect.stringMatching(/^000001-[0-9a-f]{64}\.parquet$/u), null]);
    expect(await rewriteLogFile(dir, names[0] ?? '', keep)).toBe(left[0]);
    await removeLogFiles(dir, found);
    expect(await readRatingsLog(dir)).toEqual([bob, bob]);
    expect(await findLogFilesOf(dir, await listLogFiles(dir), [ada.raterId])).toEqual([]);
  });

  it('does not touch a file without answers of the rater', async () => {
    const [, , third = ''] = await listLogFiles(dir);
    expect(await rewriteLogFile(dir, third, keep)).toBe(third);
    expect(await findLogFilesOf(dir, [third], [bob.raterId])).toEqual([third]);
  });
});
