import { writeParquetFile } from '../../src/lib/files/parquet-file.ts';
import type { Prompt } from '../../src/model.ts';

const names = 'id prompt kind source source_row revision license metadata'.split(' ');

/** Writes a prompts.parquet with these prompts, like a build. */
export async function writePrompts(path: string, prompts: readonly Prompt[]): Promise<void> {
  const columns = [
    ...names.map((name) => ({ name, type: 'VARCHAR' })),
    { name: 'also_in', type: 'VARCHAR[]' },
    { name: 'length', type: 'BIGINT' },
  ];
  const rows = prompts.map((prompt) => [
    prompt.id,
    prompt.prompt,
    prompt.kind,
    prompt.source,
    prompt.sourceRow,
    prompt.revision,
    prompt.license,
    JSON.stringify(prompt.metadata),
    prompt.alsoIn,
    BigInt(prompt.length),
  ]);
  await writeParquetFile(path, columns, rows);
}
