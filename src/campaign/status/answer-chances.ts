import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { ResponseEvent } from '../../model.ts';
import type { CampaignProgress } from './campaign-progress.ts';
import { waveOf } from '../ranking/wave-of.ts';

/** How often each prompt could have been answered, according to the order in which answers came. */
export interface AnswerChances {
  answersOn(promptId: string): readonly ResponseEvent[];
  /** Answers that this prompt could expect since its last one, or since its wave began. */
  missedBy(promptId: string, place: number): { expected: number; since: string | null };
}

/** Running sums of the chances at each answer of a rater; `at` = the answer's number among all answers. */
interface ChanceSums {
  at: number[];
  sums: number[];
}

/**
 * Argilla shows each rater the unfinished live records in a random order of the rater's own, so each answer goes to any
 * of the n prompts that were open and new to its rater with a chance of 1 / n. What a prompt could expect is the sum of
 * these chances over the answers of other raters. The probability that it got none is below e to the minus that sum.
 */
export function createChances({ prompts, answers, task: { overlap, wave } }: CampaignProgress): AnswerChances {
  const places = new Map(prompts.map(({ id }, place) => [id, place]));
  const inOrder = answers.toSorted(
    (a, b) => compareText(a.insertedAt, b.insertedAt) || compareText(a.promptId, b.promptId),
  );
  const sizes = groupBy(prompts.keys(), (place) => waveOf(place, wave));
  const byPrompt = new Map<string, ResponseEvent[]>();
  const lastAt = new Map<string, number>();
  const waveStarts = new Map<number, number>();
  const byRater = new Map<string, ChanceSums>();
  /** Number of open prompts that a rater has seen. */
  const seenOpen = new Map<string, number>();
  const total: ChanceSums = { at: [], sums: [] };
  let open = 0;
  for (const [at, answer] of inOrder.entries()) {
    const { promptId, raterId } = answer;
    const own = waveOf(places.get(promptId) ?? 0, wave);
    if (!waveStarts.has(own)) {
      waveStarts.set(own, at);
      open += sizes.get(own)?.length ?? 0;
    }
    const before = byPrompt.get(promptId) ?? [];
    byPrompt.set(promptId, before);
    const submitted = before.filter(({ status }) => status === 'submitted').length;
    const isOpen = submitted < overlap;
    const chance = isOpen ? 1 / Math.max(1, open - (seenOpen.get(raterId) ?? 0)) : 0;
    add(total, at, chance);
    add(getOrMake(byRater, raterId), at, chance);
    before.push(answer);
    lastAt.set(promptId, at);
    if (!isOpen) continue;
    seenOpen.set(raterId, (seenOpen.get(raterId) ?? 0) + 1);
    if (answer.status !== 'submitted' || submitted + 1 < overlap) continue;
    open -= 1;
    for (const { raterId: other } of before) seenOpen.set(other, (seenOpen.get(other) ?? 1) - 1);
  }
  return {
    answersOn: (promptId) => byPrompt.get(promptId) ?? [],
    missedBy(promptId, place) {
      const from = lastAt.get(promptId) ?? waveStarts.get(waveOf(place, wave));
      if (from === undefined) return { expected: 0, since: null };
      const theirs = (byPrompt.get(promptId) ?? []).map(({ raterId }) => sumAfter(byRater.get(raterId), from));
      const expected = sumAfter(total, from) - theirs.reduce((sum, own) => sum + own, 0);
      return { expected: Math.max(0, expected), since: inOrder[from]?.insertedAt ?? null };
    },
  };
}

function add({ at, sums }: ChanceSums, number: number, chance: number): void {
  at.push(number);
  sums.push((sums.at(-1) ?? 0) + chance);
}

function getOrMake(byRater: Map<string, ChanceSums>, rater: string): ChanceSums {
  const own = byRater.get(rater) ?? { at: [], sums: [] };
  byRater.set(rater, own);
  return own;
}

/** Sum of the chances of the answers after the one with this number. */
function sumAfter(own: ChanceSums | undefined, number: number): number {
  if (own === undefined) return 0;
  const { at, sums } = own;
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return (sums.at(-1) ?? 0) - (low === 0 ? 0 : (sums[low - 1] ?? 0));
}
