import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeRelease } from '../../src/release/write-release.ts';
import { describeParquet, readParquet } from './parquet-rows.ts';
import {
  answer,
  campaign,
  defaultTable,
  prompt,
  rankedItem,
  ratersTable,
  ratingsTable,
  releaseInput,
  usernameOf,
} from './release-input.ts';

let folder: string;
let dir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prank-'));
  dir = join(folder, 'release');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the tables', () => {
  it('have the documented columns and types', async () => {
    await writeRelease(dir, releaseInput());
    expect(await describeParquet(join(dir, defaultTable))).toEqual([
      ['prompt', 'VARCHAR'],
      ['quality', 'STRUCT(user_id VARCHAR, "value" VARCHAR, status VARCHAR)[]'],
      ['metadata', 'VARCHAR'],
      ['avg_rating', 'DOUBLE'],
      ['num_responses', 'BIGINT'],
      ['agreement_ratio', 'DOUBLE'],
      ['raw_responses', 'BIGINT[]'],
      ['kind', 'VARCHAR'],
      ['cluster_description', 'VARCHAR'],
      ['topic', 'VARCHAR'],
      ['id', 'VARCHAR'],
      ['source', 'VARCHAR'],
      ['license', 'VARCHAR'],
      ['rank', 'BIGINT'],
      ['score', 'DOUBLE'],
      ['score_low', 'DOUBLE'],
      ['score_high', 'DOUBLE'],
      ['tier', 'VARCHAR'],
    ]);
    expect(await describeParquet(join(dir, ratingsTable))).toEqual([
      ['prompt_id', 'VARCHAR'],
      ['rater', 'VARCHAR'],
      ['value', 'BIGINT'],
      ['status', 'VARCHAR'],
      ['answered_at', 'TIMESTAMP WITH TIME ZONE'],
      ['first_answered_at', 'TIMESTAMP WITH TIME ZONE'],
      ['released', 'BOOLEAN'],
      ['excluded', 'VARCHAR'],
    ]);
    expect(await describeParquet(join(dir, ratersTable))).toEqual([
      ['rater', 'VARCHAR'],
      ['answers', 'BIGINT'],
      ['mean', 'DOUBLE'],
      ['severity', 'DOUBLE'],
      ['consistency', 'DOUBLE'],
      ['agreement', 'DOUBLE'],
      ['flags', 'VARCHAR[]'],
      ['mean_low', 'DOUBLE'],
      ['mean_high', 'DOUBLE'],
      ['severity_low', 'DOUBLE'],
      ['severity_high', 'DOUBLE'],
      ['discrimination', 'DOUBLE'],
      ['discrimination_low', 'DOUBLE'],
      ['discrimination_high', 'DOUBLE'],
      ['consistency_low', 'DOUBLE'],
      ['consistency_high', 'DOUBLE'],
      ['pace_seconds', 'DOUBLE'],
      ['pace_seconds_low', 'DOUBLE'],
      ['pace_seconds_high', 'DOUBLE'],
    ]);
  });

  it('have the prompts with enough answers, best first', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    expect(await readParquet(join(dir, defaultTable))).toEqual([
      {
        prompt: 'Prompt p2',
        quality: [{ user_id: 'ada.lovelace', value: '5', status: 'submitted' }],
        metadata: '{}',
        avg_rating: 5,
        num_responses: '1',
        agreement_ratio: null,
        raw_responses: ['5'],
        kind: 'human',
        cluster_description: null,
        topic: null,
        id: 'p2',
        source: 'oasst2',
        license: 'apache-2.0',
        rank: '1',
        score: 5,
        score_low: 4.25,
        score_high: 5,
        tier: 'A',
      },
      {
        prompt: 'Prompt p1',
        quality: [
          { user_id: 'ada.lovelace', value: '2', status: 'submitted' },
          { user_id: 'alan.turing', value: null, status: 'discarded' },
          { user_id: 'grace.hopper', value: '3', status: 'submitted' },
        ],
        metadata: '{"a":"x","b":[1],"topic":"maths"}',
        avg_rating: 2.5,
        num_responses: '2',
        agreement_ratio: 0.5,
        raw_responses: ['2', '3'],
        kind: 'synthetic',
        cluster_description: null,
        topic: 'maths',
        id: 'p1',
        source: 'seeds',
        license: null,
        rank: '2',
        score: 2.5,
        score_low: 1.5,
        score_high: 3.5,
        tier: 'B',
      },
    ]);
  });

  it('have every submitted and discarded answer, also to prompts that are left out, and the raters', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ raters: 'username' }), raterName: usernameOf }));
    expect(await readParquet(join(dir, ratingsTable))).toEqual([
      {
        prompt_id: 'p1',
        rater: 'ada.lovelace',
        value: '2',
        status: 'submitted',
        answered_at: '2026-03-01 23:59:59.999999',
        first_answered_at: '2026-03-01 10:00:00.123456',
        released: true,
        excluded: null,
      },
      {
        prompt_id: 'p1',
        rater: 'alan.turing',
        value: null,
        status: 'discarded',
        answered_at: '2026-03-01 10:00:00.123456',
        first_answered_at: '2026-03-01 10:00:00.123456',
        released: true,
        excluded: null,
      },
      {
        prompt_id: 'p1',
        rater: 'grace.hopper',
        value: '3',
        status: 'submitted',
        answered_at: '2026-03-04 08:30:00',
        first_answered_at: '2026-03-01 10:00:00.123456',
        released: true,
        excluded: null,
      },
      {
        prompt_id: 'p2',
        rater: 'ada.lovelace',
        value: '5',
        status: 'submitted',
        answered_at: '2026-03-01 10:00:00.123456',
        first_answered_at: '2026-03-01 10:00:00.123456',
        released: true,
        excluded: null,
      },
      {
        prompt_id: 'p3',
        rater: 'ada.lovelace',
        value: '1',
        status: 'discarded',
        answered_at: '2026-03-01 10:00:00.123456',
        first_answered_at: '2026-03-01 10:00:00.123456',
        released: false,
        excluded: null,
      },
    ]);
    expect(await readParquet(join(dir, ratersTable))).toMatchObject([
      { rater: 'ada.lovelace', answers: '2', mean: 3.5, severity: 1, severity_low: 0.5, severity_high: 1.5, flags: [] },
      { rater: 'grace.hopper', answers: '1', mean: 3, severity: -1, discrimination: null, flags: ['constant'] },
    ]);
  });

  it('leave out prompts below publish.min_responses and count ranks without them', async () => {
    const { rows } = await writeRelease(dir, releaseInput({ campaign: campaign({ minResponses: 2 }) }));
    expect(rows).toBe(1);
    expect(await readParquet(join(dir, defaultTable))).toMatchObject([{ id: 'p1', rank: '1' }]);
    const ratings = await readParquet(join(dir, ratingsTable));
    expect(ratings.map(({ prompt_id: id, released }) => [id, released])).toEqual([
      ['p1', true],
      ['p1', true],
      ['p1', true],
      ['p2', false],
      ['p3', false],
    ]);
  });

  it('have prompts without an answer last if publish.min_responses is 0', async () => {
    await writeRelease(dir, releaseInput({ campaign: campaign({ minResponses: 0 }) }));
    expect(await readParquet(join(dir, defaultTable))).toMatchObject([
      { id: 'p2' },
      { id: 'p1' },
      { id: 'p3', rank: '3', score: null, avg_rating: null, num_responses: '0', raw_responses: [], quality: [{}] },
      { id: 'p4', rank: '4', tier: null, quality: [] },
    ]);
  });

  it('have prompts of any text, up to lone surrogates', async () => {
    const texts = ['\ud800 lone', 'x'.repeat(100_000), '\u0000\u202e\u200b\r\n| `', "'); DROP TABLE rows; --"];
    const input = releaseInput({
      prompts: texts.map((text, index) => prompt(`h${index}`, { prompt: text, metadata: { note: text } })),
      answers: texts.map((_, index) => answer(`h${index}`, 'r1')),
      ranking: { ...releaseInput().ranking, items: texts.map((_, index) => rankedItem(`h${index}`, index + 1)) },
    });
    await writeRelease(dir, input);
    expect(await readParquet(join(dir, defaultTable))).toMatchObject(
      texts.map((text) => ({ prompt: text.toWellFormed(), metadata: JSON.stringify({ note: text.toWellFormed() }) })),
    );
  });

  it('have prompts with thousands of answers', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `r${index}`);
    const many = ids.map((id) => answer('p1', id, { value: 3 }));
    await writeRelease(dir, releaseInput({ answers: many }));
    const rows = await readParquet(join(dir, defaultTable));
    expect(rows).toMatchObject([{ id: 'p2' }, { id: 'p1', num_responses: '5000', raw_responses: ids.map(() => '3') }]);
  });
});
