import { PreciseTime } from '../../lib/files/parquet-file.ts';
import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Prompt, RankedItem, ResponseEvent } from '../../model.ts';
import type { ReleaseInput } from '../input.ts';
import { roundOf } from '../rounds.ts';

/** An answer as it is published. */
export interface ReleasedAnswer {
  /** Published name. */
  rater: string;
  /** The same, for the column `quality`; null if the campaign omits raters. */
  userId: string | null;
  status: 'submitted' | 'discarded';
  value: number | null;
  /** When it was given first, and when it got its present form; null = unknown. */
  firstAnsweredAt: PreciseTime | null;
  answeredAt: PreciseTime | null;
  /** From 1; the campaign's own answers are the last round. */
  round: number;
}

/** An answer with the prompt that it is to. */
export interface PromptAnswer extends ReleasedAnswer {
  promptId: string;
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

/** The same prompts as `rankPrompts`, with their `answers`, as `groupAnswers` returns them. */
export function selectPrompts(input: ReleaseInput, answers = groupAnswers(input)): ReleasedPrompt[] {
  return rankPrompts(input).map((row) => ({ ...row, answers: answers.get(row.prompt.id) ?? [] }));
}

/** Values of submitted answers, in the order of the answers. */
export function submittedValues({ answers }: ReleasedPrompt): number[] {
  return answers.flatMap(({ status, value }) => (status === 'submitted' && value !== null ? [value] : []));
}

/** Submitted and discarded answers, by prompt id. */
export function groupAnswers({
  answers,
  campaign,
  rounds = [],
}: Pick<ReleaseInput, 'answers' | 'campaign' | 'rounds'>) {
  const isNamed = campaign.publish.raters !== 'omit';
  const byPrompt = groupBy(answers.map(toReleased), ({ promptId }) => promptId);
  for (const group of byPrompt.values()) group.sort(isNamed ? byRater : byContent);
  return byPrompt;

  function toReleased(event: ResponseEvent): PromptAnswer {
    const { promptId, raterId, status, value, insertedAt, updatedAt } = event;
    if (status !== 'submitted' && status !== 'discarded') throw new TypeError(`a release holds no ${status} answer`);
    const times = { firstAnsweredAt: parseTime(insertedAt), answeredAt: parseTime(updatedAt) };
    const round = roundOf(event, rounds);
    return { promptId, rater: raterId, userId: isNamed ? raterId : null, status, value, ...times, round };
  }
}

/** Argilla's times are UTC, with or without saying so; `Date.parse` would take the latter as local. null = no time. */
export function parseTime(written: string): PreciseTime | null {
  const isZoned = /(Z|[+-]\d\d:?\d\d|^\d{4}-\d\d-\d\d)$/iu.test(written);
  const time = Date.parse(isZoned ? written : `${written}Z`);
  if (Number.isNaN(time)) return null;
  const [, digits = ''] = /\.\d{3}(\d{1,3})/u.exec(written) ?? [];
  return new PreciseTime(new Date(time), Number(digits.padEnd(3, '0')));
}

function byRater(a: ReleasedAnswer, b: ReleasedAnswer): number {
  return compareText(a.rater, b.rater) || byContent(a, b);
}

/** Sorts by what is published before the names, so that the order in `quality` tells nothing of who answered. */
function byContent(a: ReleasedAnswer, b: ReleasedAnswer): number {
  return (
    compareText(b.status, a.status) ||
    (a.value ?? -1) - (b.value ?? -1) ||
    compareTime(a.answeredAt, b.answeredAt) ||
    compareTime(a.firstAnsweredAt, b.firstAnsweredAt) ||
    compareText(a.rater, b.rater)
  );
}

function compareTime(a: PreciseTime | null, b: PreciseTime | null): number {
  return Number((a?.microseconds ?? 0n) - (b?.microseconds ?? 0n));
}
