import { codeBlock, plainText } from './markdown.ts';
import type { ReleaseInput } from '../input.ts';
import type { ReleasedPrompt } from '../tables/released-prompts.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { joinWords } from '../../lib/text/text.ts';

/** Thanks the raters, and names those who asked for it (`publish.thanks`); null if the ratings are simulated. */
export function renderThanks({ campaign, ranking, simulated }: ReleaseInput): string | null {
  if (simulated) return null;
  const raters = countOf(ranking.raters.length, 'person', 'people');
  const names = campaign.publish.thanks.map((name) => plainText(name));
  const named = names.length === 0 ? '' : ` Those of them who wanted to be named: ${joinWords(names)}.`;
  return `To the ${raters} who gave their time and judgement: this dataset is your work.${named}`;
}

/** A BibTeX entry. Its year is that of the last answer, so the same data give the same card. */
export function renderCitation(
  { campaign: { name, publish } }: ReleaseInput,
  prompts: readonly ReleasedPrompt[],
): string {
  const [owner = '', dataset = ''] = publish.dataset?.split('/') ?? [];
  const authors = publish.authors.length > 0 ? publish.authors : owner === '' ? [] : [owner];
  const year = lastYear(prompts);
  const fields = [
    ['title', `{${bibtexText(name)}}`],
    // Braces keep a name of several words, such as an organization's, together.
    ...(authors.length === 0 ? [] : [['author', authors.map((author) => `{${bibtexText(author)}}`).join(' and ')]]),
    ...(year === null ? [] : [['year', year]]),
    ['note', 'Ranked prompts, made with prank'],
    ...(publish.dataset === null ? [] : [['url', `https://huggingface.co/datasets/${publish.dataset}`]]),
  ];
  const key = `${dataset === '' ? name : dataset}${year === null ? '' : `-${year}`}`.replaceAll(
    /[^A-Za-z0-9-]+/gu,
    '-',
  );
  return codeBlock(
    [`@misc{${key},`, ...fields.map(([field, value]) => `  ${field} = {${value}},`), '}'].join('\n'),
    'bibtex',
  );
}

function lastYear(prompts: readonly ReleasedPrompt[]): string | null {
  const times = prompts.flatMap(({ answers }) => answers.flatMap(({ answeredAt }) => answeredAt?.date.getTime() ?? []));
  const last = times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY);
  return Number.isFinite(last) ? String(new Date(last).getUTCFullYear()) : null;
}

const bibtexSigns: Record<string, string> = {
  '\\': '\\textbackslash ',
  '{': '\\textbraceleft ',
  '}': '\\textbraceright ',
  '~': '\\textasciitilde ',
  '^': '\\textasciicircum ',
};

/** One line of text that BibTeX and LaTeX print literally. */
function bibtexText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\\{}~^]/gu, (sign) => bibtexSigns[sign] ?? sign)
    .replaceAll(/[#$%&_]/gu, (sign) => `\\${sign}`);
}

/** How others can get the same prompts and the same ranking. */
export function renderReproducing({ campaign }: ReleaseInput): string {
  const lines = [
    `- The prompts: \`prank build\` with the campaign's \`prank.yaml\` and \`prank.lock.json\` (seed ${campaign.seed}) draws the same ones from the`,
    '  sources above, each at the commit that is named there.',
  ];
  return [
    ...lines,
    '- The ranking: everything it rests on is in here. This makes it again and compares every figure, those of this card too:',
    '',
    codeBlock(`prank verify ${campaign.publish.dataset ?? 'path/to/this/folder'}`, 'sh'),
  ].join('\n');
}
