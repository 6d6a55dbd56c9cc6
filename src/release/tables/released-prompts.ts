import { compareText } from '../../lib/text/text.ts';
import type { Prompt, RankedItem, ResponseEvent } from '../../model.ts';
import { publishedNames } from './rater-names.ts';
import type { ReleaseInput } from '../input.ts';
import { dayMs } from '../../lib/time.ts';

/** An answer as it is published. */
export interface ReleasedAnswer {
  /** null if the campaign omits raters. */
  rater: string | null;
  status: 'submitted' | 'discarded';
  value: number | null;
  answeredAt: Date | null;
  /** Microseconds of `answeredAt` beyond its milliseconds, 0–999. */
  microseconds: number;
}

/** A prompt with its position in the ranking. */
export interface RankedPrompt {
  prompt: Prompt;
  item: RankedItem;
  /** Position among the released prompts, 1 = best. */
  rank: number;
}

/** One row of the release. */
export interface ReleasedPrompt extends RankedPrompt {
  /** Submitted and discarded answers. */
  answers: ReleasedAnswer[];
}

/** The items with enough submitted answers to be released, best first. */
export function selectItems({ campaign, ranking }: Pick<ReleaseInput, 'campaign' | 'ranking'>): RankedItem[] {
  return ranking.items
    .filter(({ answers }) => answers >= campaign.publish.minResponses)
    .toSorted((a, b) => a.rank - b.rank);
}

/** The prompts with enough submitted answers, best first. */
export function rankPrompts(input: Pick<ReleaseInput, 'campaign' | 'prompts' | 'ranking'>): RankedPrompt[] {
  const prompts = new Map(input.prompts.map((prompt) => [prompt.id, prompt]));
  return selectItems(input)
    .flatMap((item) => {
      const prompt = prompts.get(item.item);
      return prompt === undefined ? [] : [{ prompt, item }];
    })
    .map((row, index) => ({ ...row, rank: index + 1 }));
}

/** The same prompts as `rankPrompts`, with their answers. */
export function selectPrompts(input: ReleaseInput): ReleasedPrompt[] {
  const answers = groupAnswers(input);
  return rankPrompts(input).map((row) => ({ ...row, answers: answers.get(row.prompt.id) ?? [] }));
}

/** Values of submitted answers, in the order of the answers. */
export function submittedValues({ answers }: ReleasedPrompt): number[] {
  return answers.flatMap(({ status, value }) => (status === 'submitted' && value !== null ? [value] : []));
}

function groupAnswers(input: ReleaseInput): Map<string, ReleasedAnswer[]> {
  const nameOf = publishedNames(input);
  const isNamed = input.campaign.publish.raters !== 'omit';
  const byPrompt = new Map<string, ReleasedAnswer[]>();
  for (const event of input.answers) {
    const { promptId, status, value } = event;
    const isAnswer = (status === 'submitted' && value !== null) || status === 'discarded';
    if (!isAnswer) continue;
    const group = byPrompt.get(promptId) ?? [];
    byPrompt.set(promptId, group);
    const answeredAt = parseAnswerTime(event, isNamed);
    const microseconds = answeredAt !== null && isNamed ? readMicroseconds(event.updatedAt) : 0;
    group.push({ rater: nameOf(event.raterId), status, value, answeredAt, microseconds });
  }
  for (const group of byPrompt.values()) group.sort(isNamed ? byRater : byContent);
  return byPrompt;
}

/**
 * When the answer was last changed. Without rater names only the day is given: the seconds between answers would reveal
 * which are from the same person.
 */
export function parseAnswerTime({ updatedAt }: ResponseEvent, isExact: boolean): Date | null {
  // A time without a zone is UTC; `Date.parse` would take it as local time.
  const zoned = /(Z|[+-]\d\d:?\d\d)$/iu.test(updatedAt) ? updatedAt : `${updatedAt}Z`;
  const time = Date.parse(zoned);
  if (Number.isNaN(time)) return null;
  return new Date(isExact ? time : Math.floor(time / dayMs) * dayMs);
}

function readMicroseconds(time: string): number {
  const [, digits = ''] = /\.\d{3}(\d{1,3})/u.exec(time) ?? [];
  return Number(digits.padEnd(3, '0'));
}

function byRater(a: ReleasedAnswer, b: ReleasedAnswer): number {
  return compareText(a.rater ?? '', b.rater ?? '') || byContent(a, b);
}

/** Sorts only by what is published, so that the order doesn't reveal who answered either. */
function byContent(a: ReleasedAnswer, b: ReleasedAnswer): number {
  return (
    compareText(b.status, a.status) ||
    (a.value ?? -1) - (b.value ?? -1) ||
    (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0) ||
    a.microseconds - b.microseconds
  );
}
