import { countOf, showCount } from '../../lib/text/numbers.ts';
import type { RoundCounts } from '../../model.ts';
import type { ReleaseInput } from '../input.ts';
import { countRounds } from '../rounds.ts';
import { link, markdownTable, plainText } from './markdown.ts';

/** Which round contributed what; null if the campaign has no earlier one. */
export function renderRounds({ answers, rounds = [], campaign }: ReleaseInput): string | null {
  const counts = countRounds(answers, rounds);
  if (counts.length === 0) return null;
  const rows = counts.map((row) => [
    showCount(row.round),
    row.origin === null ? 'this campaign' : renderOrigin(row.origin),
    ...[row.prompts, row.answers, row.raters].map(showCount),
    renderDays(row),
  ]);
  const names = {
    pseudonym:
      ' Raters of an earlier round have the id under which it was published, after `round-1:` and so on; a name that may be that of a person is replaced by a pseudonym.',
    username: ' Raters of an earlier round have the name under which it was published, after `round-1:` and so on.',
    omit: '',
  } satisfies Record<typeof campaign.publish.raters, string>;
  return [
    `The answers are of ${countOf(counts.length, 'round')}. All count in the scores; the column \`round\` of the config \`ratings\` says which is which.`,
    markdownTable(['Round', 'From', 'Prompts', 'Answers', 'Raters', 'Given'], rows),
    `Somebody who took part in two rounds counts as two raters.${names[campaign.publish.raters]}`,
  ].join('\n\n');
}

/** A dataset on the Hub with its commit, as links. */
function renderOrigin(origin: string): string {
  const [, dataset, commit] = /^([A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*)@([0-9a-f]{40})$/u.exec(origin) ?? [];
  if (dataset === undefined || commit === undefined) return plainText(origin, 200);
  const url = `https://huggingface.co/datasets/${dataset}`;
  return `${link(dataset, url)} ${link(commit.slice(0, 12), `${url}/tree/${commit}`)}`;
}

function renderDays({ first, last }: RoundCounts): string {
  if (first === null || last === null) return 'unknown';
  return first === last ? first : `${first} to ${last}`;
}
