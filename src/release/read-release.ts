import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { UsageError } from '../lib/errors.ts';
import { withDuckdb } from '../lib/files/duckdb.ts';
import { sqlParquetFiles } from '../lib/files/parquet-file.ts';
import { isPresent, readTextIfPresent } from '../lib/files/read-text.ts';
import { toPlainValue } from '../lib/readers/plain-value.ts';
import type { Prompt, ResponseEvent } from '../model.ts';
import { findMarks } from './card/marks.ts';
import type { ReleaseInput } from './input.ts';
import { parseRecord, promptFactsPath, recordPath, type ReleaseRecord } from './record.ts';
import { cardPath } from './render-release.ts';
import { promptsPath } from './tables/prompt-table.ts';
import { ratingsPath } from './tables/ratings-table.ts';

/** A release as its own files tell it: everything that it was made from, but for the ranking. */
export interface ReadRelease {
  record: ReleaseRecord;
  card: string;
  input: Omit<ReleaseInput, 'ranking'>;
}

/**
 * Reads a release back. Throws UsageError `release_not_there`; `release_not_verifiable` if it is from an earlier prank,
 * which left out part of what its scores rest on; `release_damaged` if its files don't have the form that prank writes.
 */
export async function readRelease(dir: string): Promise<ReadRelease> {
  const text = await readTextIfPresent(join(dir, recordPath));
  const record = parseRecord(text ?? '');
  if (record === null) {
    if (await isPresent(join(dir, cardPath))) throw notVerifiable(dir, text !== null);
    throw new UsageError('release_not_there', `There is no release in ${dir}.`);
  }
  try {
    const card = await readFile(join(dir, cardPath), 'utf8');
    const prompts = await readPrompts(dir);
    return {
      record,
      card,
      input: {
        campaign: record.campaign,
        prompts,
        manifest: record.manifest,
        answers: await readAnswers(dir, record),
        waves: new Map(prompts.map(({ id, wave }) => [id, wave])),
        unlisted: new Set(),
        simulated: record.simulated,
        model: record.model,
        ...(record.rounds === undefined ? {} : { rounds: record.rounds }),
        ...marksOf(card),
      },
    };
  } catch (error) {
    throw new UsageError(
      'release_damaged',
      `The release in ${dir} can't be read: a file is missing or not as prank wrote it.`,
      {
        cause: error,
        details: { reason: error instanceof Error ? error.message : String(error) },
      },
    );
  }
}

function notVerifiable(dir: string, hasRecord: boolean): UsageError {
  const why = hasRecord
    ? `its ${recordPath} is damaged, or of a later prank`
    : `it has no ${recordPath}, so it is from an earlier prank or not from prank`;
  return new UsageError('release_not_verifiable', `The release in ${dir} can't be verified: ${why}.`);
}

function marksOf(card: string): Pick<ReleaseInput, 'marks'> {
  const marks = findMarks(card);
  return marks === null ? {} : { marks };
}

type PlacedPrompt = Prompt & { wave: number };

const wireFacts = z.object({
  id: z.string(),
  kind: z.enum(['human', 'synthetic', 'unknown']),
  source: z.string(),
  revision: z.string().nullable(),
  license: z.string().nullable(),
  length: z.number(),
  wave: z.number(),
});

/** All prompts of the campaign. Those that are left out have no text. */
async function readPrompts(dir: string): Promise<PlacedPrompt[]> {
  const released = new Map<string, Pick<Prompt, 'prompt' | 'metadata'>>();
  const wireText = z.object({ id: z.string(), prompt: z.string(), metadata: z.string() });
  for (const { id, prompt, metadata } of await select(join(dir, promptsPath), 'id, prompt, metadata', wireText))
    released.set(id, { prompt, metadata: z.record(z.string(), z.unknown()).parse(JSON.parse(metadata)) });
  const facts = await select(join(dir, promptFactsPath), '*', wireFacts);
  return facts.map((prompt) => ({
    ...prompt,
    sourceRow: '',
    alsoIn: [],
    ...(released.get(prompt.id) ?? { prompt: '', metadata: {} }),
  }));
}

const wireAnswer = z.object({
  prompt_id: z.string(),
  rater: z.string(),
  value: z.number().nullable(),
  status: z.enum(['submitted', 'discarded']),
  answered: z.string().nullable(),
  first: z.string().nullable(),
  round: z.number().optional(),
});

/** The times as text: to the microsecond, or to the day if the release tells no more. */
const isoTime = (column: string): string => `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;

async function readAnswers(dir: string, { campaign, rounds = [] }: ReleaseRecord): Promise<ResponseEvent[]> {
  const isDayOnly = campaign.publish.raters === 'omit';
  const columns = `prompt_id, rater, "value", status, ${isoTime('answered_at')} AS answered, ${isoTime('first_answered_at')} AS first${rounds.length === 0 ? '' : ', "round"'}`;
  const rows = await select(join(dir, ratingsPath), columns, wireAnswer);
  return rows.map(({ prompt_id: promptId, rater, value, status, answered, first, round }) => ({
    promptId,
    raterId: rater,
    rater: null,
    status,
    value,
    insertedAt: (isDayOnly ? first?.slice(0, 10) : first) ?? '',
    updatedAt: (isDayOnly ? answered?.replace(/T.*/u, 'T00:00:00Z') : answered) ?? '',
    serverUpdatedAt: '',
    recordId: '',
    datasetId: round === undefined ? '' : (rounds[round - 1]?.id ?? ''),
    pulledAt: '',
  }));
}

async function select<T>(path: string, columns: string, schema: z.ZodType<T>): Promise<T[]> {
  return withDuckdb(async (connection) => {
    const result = await connection.stream(`SELECT ${columns} FROM ${sqlParquetFiles([path])}`);
    const names = result.columnNames();
    const parsed: T[] = [];
    for await (const rows of result.yieldRows())
      for (const row of rows) parsed.push(schema.parse(toObject(names, row)));
    return parsed;
  });
}

function toObject(names: readonly string[], row: readonly DuckDBValue[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, toPlainValue(row[index] ?? null)]));
}
