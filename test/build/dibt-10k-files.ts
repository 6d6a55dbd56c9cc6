import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Cell, type ParquetColumn, writeParquetFile } from '../../src/lib/files/parquet-file.ts';
import { jsonl } from './campaign-folder.ts';

/** Names of the columns that configs/dibt-10k marks with (?): the first guess, or the second. */
export type Variant = 'first' | 'second';

/** Part of every text that no source may pick up. */
export const trap = 'Not a prompt of this source';

/** People in a column that must not be carried over. */
export const contributors = ['octocat-the-contributor', 'hubot-the-contributor'];

export interface DibtDataset {
  id: string;
  files: Record<string, string | Uint8Array>;
}

/** Small versions of the datasets in configs/dibt-10k, with the formats and columns that they have on the Hub. */
export async function makeDibtDatasets(variant: Variant): Promise<DibtDataset[]> {
  return [
    {
      id: 'ewof/sharegpt-instruct-unfiltered-deduped',
      files: { 'sharegpt_data.json': JSON.stringify(sharegpt(variant), null, 1), 'README.md': 'no licence\n' },
    },
    {
      id: 'openbmb/UltraFeedback',
      files: {
        'evol_instruct.jsonl': jsonl(ultrafeedback({ evol_instruct: 16 })),
        'ultrachat.jsonl': jsonl(ultrafeedback({ ultrachat: 16 })),
        'flan.jsonl': jsonl(ultrafeedback({ flan_v2_cot: 6, flan_v2_niv2: 9, flan_v2_flan2021: 9 })),
        'false_qa.jsonl': jsonl([{ source: 'false_qa', instruction: trap }]),
      },
    },
    {
      id: 'OpenAssistant/oasst2',
      files: {
        'data/train-00000-of-00002-aa.parquet': await oasst2(0, 6),
        'data/train-00001-of-00002-bb.parquet': await oasst2(6, 3),
        'data/validation-00000-of-00001-cc.parquet': await oasst2(9, 2),
        '2023-11-05_oasst2_all.trees.jsonl.gz': gzipSync(jsonl([{ prompt: { text: trap } }])),
      },
    },
    {
      id: 'argilla/distilabel-reasoning-prompts',
      files: { 'data/train-00000-of-00001.parquet': await reasoning(variant) },
    },
    {
      id: 'argilla/distilabel-evol-prompt-collective',
      files: {
        'data/train-00000-of-00002.parquet': await evolCollective(0, 3),
        'data/train-00001-of-00002.parquet': await evolCollective(3, 2),
      },
    },
    { id: 'LDJnr/Capybara', files: { 'CapybaraPure_Decontaminated.jsonl': jsonl(capybara()) } },
    {
      id: 'ProlificAI/social-reasoning-rlhf',
      files: { 'train.jsonl.gz': gzipSync(jsonl(socialReasoning(variant))), 'test.jsonl.gz': gzipSync('{}\n') },
    },
    { id: 'fka/prompts.chat', files: { 'prompts.csv': promptsChat(), 'README.md': '---\nlicense: cc0-1.0\n---\n' } },
  ];
}

/** A text unlike any other. */
function text(source: string, n: number): string {
  const words = createHash('sha256').update(`${source}/${n}`).digest('hex').match(/.{6}/gu) ?? [];
  return `${source} asks ${words.join(' ')}?`;
}

function range<T>(count: number, make: (n: number) => T, from = 0): T[] {
  return Array.from({ length: count }, (_, index) => make(from + index));
}

function sharegpt(variant: Variant): object[] {
  return range(50, (n) => {
    const asked = text('sharegpt', n);
    const answered = { from: 'gpt', value: trap };
    return variant === 'first'
      ? { id: `s${n}`, instruction: asked, conversations: [{ from: 'human', value: trap }, answered] }
      : { id: `s${n}`, conversations: [{ from: 'human', value: asked }, answered] };
  });
}

function ultrafeedback(counts: Record<string, number>): object[] {
  const parts = Object.entries(counts).map(([source, count]) => ({
    source,
    texts: range(count, (n) => text(source, n)),
  }));
  return parts.flatMap(({ source, texts }) =>
    texts.map((instruction) => ({
      source,
      instruction,
      models: ['alpaca-7b', 'gpt-4'],
      completions: [{ model: 'alpaca-7b', response: trap, annotations: { honesty: { Rating: '3', Rationale: trap } } }],
      correct_answers: ['None'],
      incorrect_answers: ['None'],
    })),
  );
}

/** All messages of some conversations. English ones start with a message that is wanted. */
async function oasst2(from: number, count: number): Promise<Buffer> {
  const columns = [
    { name: 'message_id', type: 'VARCHAR' },
    { name: 'parent_id', type: 'VARCHAR' },
    { name: 'user_id', type: 'VARCHAR' },
    { name: 'text', type: 'VARCHAR' },
    { name: 'role', type: 'VARCHAR' },
    { name: 'lang', type: 'VARCHAR' },
    { name: 'rank', type: 'INTEGER' },
    { name: 'emojis', type: 'STRUCT("name" VARCHAR[], "count" INTEGER[])' },
  ];
  const rows = range(
    count,
    (n) => [
      message(`${n}`, null, text('oasst2', n), 'prompter', 'en'),
      message(`${n}a`, `${n}`, trap, 'assistant', 'en'),
      message(`${n}b`, `${n}a`, trap, 'prompter', 'en'),
      message(`${n}c`, null, trap, 'prompter', 'es'),
    ],
    from,
  );
  return parquet(columns, rows.flat());
}

function message(id: string, parent: string | null, said: string, role: string, lang: string): Cell[] {
  const rank = role === 'prompter' ? null : 0;
  return [id, parent, `user-${id}`, said, role, lang, rank, { name: ['+1'], count: [1] }];
}

async function reasoning(variant: Variant): Promise<Buffer> {
  const column = variant === 'first' ? 'prompt' : 'instruction';
  const columns = [column, 'generation', 'model_name'].map((name) => ({ name, type: 'VARCHAR' }));
  return parquet(
    columns,
    range(6, (n) => [text('reasoning', n), trap, 'a-model']),
  );
}

async function evolCollective(from: number, count: number): Promise<Buffer> {
  const columns = ['input', 'prompt', 'answer'].map((name) => ({ name, type: 'VARCHAR' }));
  return parquet(
    columns,
    range(count, (n) => [trap, text('evol-collective', n), trap], from),
  );
}

function capybara(): object[] {
  const parts = ['Dove', 'GOAT', 'TaskSource', 'TheoremQA', 'Verified-Camel', 'Tigerbot'];
  const wanted = parts.flatMap((source) => range(4, (n) => ({ source, input: text(source, n) })));
  const others = ['Airoboros', 'Know-Logic', 'dove'].map((source) => ({ source, input: trap }));
  return [...wanted, ...others].map(({ source, input }) => ({
    source,
    conversation: [
      { input, output: trap },
      { input: trap, output: trap },
    ],
  }));
}

function socialReasoning(variant: Variant): object[] {
  const column = variant === 'first' ? 'question' : 'prompt';
  return range(5, (n) => ({ [column]: text('social', n), chosen: trap, rejected: trap }));
}

/** Quoted cells with commas, quotes and line breaks. */
function promptsChat(): string {
  const rows = range(3, (n) => [
    `Act, ${n}`,
    `Act as "this",\nand then:\n${text('prompts-chat', n)}`,
    'FALSE',
    'TEXT',
    contributors[n % contributors.length] ?? '',
  ]);
  const lines = [['act', 'prompt', 'for_devs', 'type', 'contributor'], ...rows].map((cells) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
  );
  return `${lines.join('\n')}\n`;
}

async function parquet(columns: readonly ParquetColumn[], rows: readonly Cell[][]): Promise<Buffer> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-'));
  try {
    await writeParquetFile(join(dir, 'made.parquet'), columns, rows);
    return await readFile(join(dir, 'made.parquet'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
