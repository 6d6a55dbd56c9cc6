import { UsageError } from '../../lib/errors.ts';
import type { DataFile } from '../../lib/readers/data-file.ts';
import { BadRow, type RowBatch } from '../../lib/readers/reader.ts';
import { readers } from '../../lib/readers/readers.ts';
import { recognizeFormat } from '../../lib/readers/recognize-format.ts';
import { isRow, type Row } from '../../lib/readers/row.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { PromptKind } from '../../model.ts';
import type { PublishedAnswer } from '../../ratings/earlier-rounds.ts';
import { isMissingValue, parseValue } from '../../ratings/parse-value.ts';
import type { FoundPrompt } from './found.ts';
import { promptIdOf } from './list-sources.ts';

/** What a table of prompts with lists of answers holds. */
export interface PromptTable {
  prompts: FoundPrompt[];
  answers: PublishedAnswer[];
  /** All ratings that occur, ascending. */
  values: number[];
  /** Submitted answers without a rating. */
  blank: number;
}

/** Columns with a use of their own, or that follow from the answers. All others become metadata. */
const used = new Set(
  (
    'prompt quality metadata kind source license id avg_rating num_responses agreement_ratio raw_responses ' +
    'rank score score_low score_high tier'
  ).split(' '),
);

const kinds: readonly PromptKind[] = ['human', 'synthetic', 'unknown'];

/**
 * Reads a table like 10k_prompts_ranked: one row per prompt, with a list of answers `{user_id, value, status}` in the
 * column `quality`. Errors call the file `path`. Throws UsageError `nothing_to_adopt` if it has other columns, `ratings_invalid` for a rating that is
 * none.
 */
export async function readPromptTable(absolutePath: string, path: string): Promise<PromptTable> {
  const file: DataFile = { path, absolutePath, ...(await recognizeFormat(absolutePath)) };
  const table: PromptTable = { prompts: [], answers: [], values: [], blank: 0 };
  const values = new Set<number>();
  let row = 0;
  await readers[file.format].read(
    file,
    { delimiter: null, delimiterSetting: null, names: (names) => chooseColumns(names, path), skipBadRows: false },
    ({ columns, rows }: RowBatch) => {
      chooseColumns(columns, path);
      for (const cells of rows) {
        row += 1;
        if (cells instanceof BadRow) continue;
        const { prompt } = cells;
        if (typeof prompt !== 'string') continue;
        table.prompts.push(toPrompt(prompt, cells));
        const promptId = promptIdOf(prompt);
        for (const answer of listAnswers(cells['quality'], `${path}: row ${row}`)) {
          if (answer.status === 'submitted' && answer.value === null) table.blank += 1;
          else if (promptId !== null) table.answers.push({ ...answer, promptId });
          if (answer.value !== null) values.add(answer.value);
        }
      }
    },
  );
  return { ...table, values: [...values].toSorted((a, b) => a - b) };
}

function chooseColumns(names: readonly string[], path: string): readonly string[] {
  if (names.includes('prompt') && names.includes('quality')) return names;
  const found = names.slice(0, 8).map((name) => printable(name, 40));
  throw new UsageError(
    'nothing_to_adopt',
    `${path} has no columns prompt and quality, but ${found.length === 0 ? 'none' : `${found.join(', ')}${names.length > 8 ? ' …' : ''}`}.`,
  );
}

function toPrompt(text: string, cells: Row): FoundPrompt {
  const { source: innerSource, kind: innerKind, ...inner } = parseObject(cells['metadata']);
  const others = Object.entries(cells).filter(
    ([name, value]) => !used.has(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  const kind = [cells['kind'], innerKind].map(toKind).find((found) => found !== null) ?? null;
  return {
    text,
    source: textOf(cells['source']) ?? textOf(innerSource),
    kind,
    license: textOf(cells['license']),
    metadata: { ...inner, ...Object.fromEntries(others.toSorted(([a], [b]) => compareText(a, b))) },
  };
}

/** 10k_prompts_ranked has its metadata as JSON text. */
function parseObject(value: unknown): Row {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return isRow(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function toKind(value: unknown): PromptKind | null {
  return kinds.find((kind) => typeof value === 'string' && kind === value.trim().toLowerCase()) ?? null;
}

type Answer = Omit<PublishedAnswer, 'promptId'>;

const noTimes = { insertedAt: '', updatedAt: '' };

function listAnswers(written: unknown, place: string): Answer[] {
  const list: unknown = typeof written === 'string' ? parseList(written) : written;
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) throw invalid(`${place}: quality is no list of answers.`);
  return list.flatMap((answer, index): Answer[] => {
    const at = `${place}: answer ${index + 1} in quality`;
    if (!isRow(answer)) throw invalid(`${at} has no fields.`);
    const status = toStatus(answer['status'], at);
    if (status === null) return [];
    return [{ rater: nameOf(answer['user_id']), status, value: toValue(answer['value'], at), ...noTimes }];
  });
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Ids can be numbers, too. */
function nameOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return textOf(value);
}

/** null = nobody has answered yet. */
function toStatus(value: unknown, at: string): Answer['status'] | null {
  const status = typeof value === 'string' ? value.trim().toLowerCase() : (value ?? 'submitted');
  if (status === 'submitted' || status === 'discarded' || status === 'draft') return status;
  if (status === 'pending') return null;
  throw invalid(`${at} has the status ${printable(JSON.stringify(value), 60)}.`);
}

function toValue(written: unknown, at: string): number | null {
  const text = typeof written === 'number' ? String(written) : (written ?? '');
  if (typeof text !== 'string') throw invalid(`${at} has no number as its value.`);
  if (isMissingValue(text)) return null;
  const value = parseValue(text);
  if (value === null) throw invalid(`${at} has the value ${printable(JSON.stringify(text), 60)}, which is no number.`);
  return value;
}

function invalid(message: string): UsageError {
  return new UsageError('ratings_invalid', message);
}
