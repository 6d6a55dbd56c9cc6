import { markdownTable, plainText } from './markdown.ts';
import type { ReleaseColumn } from '../tables/release-table.ts';
import type { ReleasedPrompt } from '../tables/released-prompts.ts';
import { showCount, showEstimate } from '../../lib/text/numbers.ts';

/** Characters of a prompt shown in the card's table. */
const shownCharacters = 200;

const shownPrompts = 10;

/** A table of the columns and their meanings. */
export function renderColumnTable<Row>(columns: readonly ReleaseColumn<Row>[]): string {
  return markdownTable(
    ['Column', 'Type', 'Meaning'],
    columns.map(({ name, type, meaning }) => [`\`${name}\``, `\`${arrowType(type)}\``, meaning]),
  );
}

/** The Arrow types that people see when they load the data. */
function arrowType(type: string): string {
  if (type.startsWith('STRUCT')) return 'list<struct<user_id: string, value: string, status: string>>';
  const names: Record<string, string> = {
    VARCHAR: 'string',
    BIGINT: 'int64',
    DOUBLE: 'float64',
    'TIMESTAMP WITH TIME ZONE': 'timestamp[us, tz=UTC]',
  };
  return type.endsWith('[]') ? `list<${arrowType(type.slice(0, -2))}>` : (names[type] ?? type);
}

/** The best prompts, shortened. */
export function renderTopTable(prompts: readonly ReleasedPrompt[]): string {
  const rows = prompts
    .slice(0, shownPrompts)
    .map(({ rank, item, prompt }) => [
      showCount(rank),
      item.tier ?? '',
      item.score === null ? '' : showEstimate({ value: item.score, low: item.scoreLow, high: item.scoreHigh }),
      showCount(item.answers),
      plainText(prompt.source),
      plainText(prompt.prompt, shownCharacters),
    ]);
  return markdownTable(['Rank', 'Tier', 'Score', 'Answers', 'Source', 'Prompt'], rows);
}
