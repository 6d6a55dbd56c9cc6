import { codeBlock, plainText } from './markdown.ts';
import type { ReleaseInput } from '../input.ts';
import { parseTime, type ReleasedPrompt } from '../tables/released-prompts.ts';
import { countOf, showCount } from '../../lib/text/numbers.ts';

/** Who was asked what, and how many answers came back. */
export function renderCollection(input: ReleaseInput, prompts: readonly ReleasedPrompt[]): string {
  const { question, overlap } = input.campaign.task;
  const discarded = input.answers.filter(({ status }) => status === 'discarded').length;
  const labels = question.values.map((value, index) => {
    const label = question.labels[index];
    return label === undefined ? `${value}` : `${value} = ${plainText(label)}`;
  });
  const raters = countOf(input.ranking.raters.length, input.simulated ? 'simulated rater' : 'rater');
  return [
    `In [Argilla](https://docs.argilla.io), raters answered the question "${plainText(question.title)}" on the scale`,
    `${labels.join(', ')}. A prompt counted as complete with ${countOf(overlap, 'answer')}.`,
    `Here are ${countOf(input.ranking.ratings, 'submitted answer')} of ${raters}, and ${countOf(discarded, 'discarded one')}${period(input.answers)}.`,
    raterSentence(input),
    selectionSentence(input, prompts),
  ].join('\n');
}

function selectionSentence({ campaign, ranking }: ReleaseInput, prompts: readonly ReleasedPrompt[]): string {
  const { minResponses } = campaign.publish;
  if (minResponses === 0) return 'Prompts without an answer are here too: last, without score and tier.';
  const left = ranking.ratings - prompts.reduce((sum, { item }) => sum + item.answers, 0);
  const kept =
    left === 0
      ? ''
      : ` Their ${countOf(left, 'answer')} tell about the raters, so the scores rest on them too: they are in the config \`ratings\`, with \`released\` false.`;
  return `Prompts with fewer than ${countOf(minResponses, 'submitted answer')} are left out.${kept}`;
}

function raterSentence({ campaign }: ReleaseInput): string {
  const sentences = {
    pseudonym: 'Raters appear under pseudonyms that stay the same in every release of this campaign.',
    username: 'Raters appear under their usernames.',
    omit:
      'Raters have no names: `user_id` is null, and times tell the day only. `rater` tells which answers are of one person,\n' +
      'as the scores depend on it; these marks are new in every release. Two releases hold many of the same answers, though,\n' +
      'and by these a person can be followed from one to the next.',
  } satisfies Record<typeof campaign.publish.raters, string>;
  return sentences[campaign.publish.raters];
}

function period(answers: ReleaseInput['answers']): string {
  const days = answers
    .flatMap(({ updatedAt }) => parseTime(updatedAt)?.date.toISOString().slice(0, 10) ?? [])
    .toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? `, given on ${first}` : `, given from ${first} to ${last}`;
}

/** Code that opens the release. */
export function renderLoading({ campaign }: ReleaseInput): string {
  const name = JSON.stringify(campaign.publish.dataset ?? 'path/to/this/folder');
  const lines = [
    'from datasets import load_dataset',
    '',
    `prompts = load_dataset(${name}, split="train")`,
    `ratings = load_dataset(${name}, "ratings", split="train")`,
    ...(campaign.publish.raters === 'omit' ? [] : [`raters = load_dataset(${name}, "raters", split="train")`]),
  ];
  const argilla = `import argilla as rg\n\ndataset = rg.Dataset.from_hub(${name}, name="ranked", settings="auto")`;
  return [
    codeBlock(lines.join('\n'), 'python'),
    'To look at it, or rate further, in an Argilla of your own:',
    codeBlock(argilla, 'python'),
  ].join('\n\n');
}

/** How the ranking is made, in the words of docs/ranking.md. */
export function renderMethod({ ranking }: ReleaseInput): string {
  return [
    '- `score` is the rating that an average rater would give, on the scale of the question; `rank` sorts by it, ties by `id`.',
    raterSentences[ranking.raterModel],
    '- `score_low` and `score_high` are the ends of its 95 % interval. What is not known of the raters is part of it. With',
    '  one or two answers it is wide: such a score leans towards the middle, the less it rests on the more.',
    '- A `tier` starts with its best prompt and holds all that follow until one whose interval lies wholly below that',
    "  prompt's. Within a tier the data can't tell the order; prefer tiers to ranks. `avg_rating` is the plain mean.",
  ].join('\n');
}

/** How far raters differ in the model, as a list item. */
export const raterSentences = {
  none: '- All ratings are equal, so that nothing was left to estimate: the score is that rating, without an interval.',
  alike:
    '- It comes from a graded response model. The answers give no evidence that raters differ, so that all of them\n' +
    '  count alike, and prompts with as many answers and the same mean have the same score.',
  severity:
    '- It comes from a graded response model, which estimates with the qualities how strict each rater is and takes it out.',
  full:
    '- It comes from a graded response model, which estimates with the qualities how strict each rater is, how much their\n' +
    "  answers follow the quality and how far they scatter: strictness is taken out, and careless raters' answers count less.",
} satisfies Record<ReleaseInput['ranking']['raterModel'], string>;

/** What users of the data must not conclude from it. */
export function renderLimits({ simulated }: ReleaseInput, prompts: readonly ReleasedPrompt[]): string {
  const single = prompts.filter(({ item }) => item.answers === 1).length;
  return [
    ...(single === 0
      ? []
      : [
          `- ${showCount(single)} of ${countOf(prompts.length, 'prompt')} rest on one answer; their intervals tell more than their scores.`,
        ]),
    '- What raters gave to no prompt in common is compared as if all of them had been given prompts of the same quality.',
    simulated
      ? '- The ratings are simulated and say nothing about the prompts.'
      : '- Raters chose themselves and how much they rated; they are no sample of anybody.',
    '- Prompts are as their sources have them: they can be wrong, offensive or personal.',
  ].join('\n');
}
