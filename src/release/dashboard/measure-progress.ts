import { groupBy } from '../../lib/group-by.ts';
import type { ReleaseInput } from '../input.ts';
import { roundOf } from '../rounds.ts';

/** The progress of a campaign. */
export interface Progress {
  prompts: number;
  /** Prompts with at least `overlap` answers. */
  completed: number;
  /** Number of prompts by submitted answers: none, one … `overlap` or more. */
  byAnswers: number[];
  /** In ascending order. */
  waves: WaveProgress[];
  /** Submitted answers still needed. */
  missing: number;
}

export interface WaveProgress {
  /** From 1. */
  wave: number;
  prompts: number;
  completed: number;
  /** Submitted answers. */
  answers: number;
}

type ProgressInput = Pick<ReleaseInput, 'campaign' | 'prompts' | 'ranking' | 'waves' | 'answers' | 'rounds'>;

/** Compares the prompts' answers with what the task asks for. Those of earlier rounds don't count. Pure. */
export function measureProgress(input: ProgressInput): Progress {
  const { campaign, prompts, waves } = input;
  const { overlap } = campaign.task;
  const answers = countOwnAnswers(input);
  const rows = prompts.map(({ id }) => ({ wave: waves.get(id) ?? 1, answers: answers.get(id) ?? 0 }));
  const byAnswers = Array.from({ length: overlap + 1 }, () => 0);
  for (const row of rows) {
    const own = Math.min(overlap, row.answers);
    byAnswers[own] = (byAnswers[own] ?? 0) + 1;
  }
  return {
    prompts: rows.length,
    completed: byAnswers[overlap] ?? 0,
    byAnswers,
    waves: [...groupBy(rows, ({ wave }) => wave)]
      .toSorted(([a], [b]) => a - b)
      .map(([wave, own]) => ({
        wave,
        prompts: own.length,
        completed: own.filter((row) => row.answers >= overlap).length,
        answers: own.reduce((sum, row) => sum + row.answers, 0),
      })),
    missing: byAnswers.reduce((sum, count, own) => sum + count * (overlap - own), 0),
  };
}

/** Submitted answers of the campaign itself, by prompt id. */
function countOwnAnswers({ ranking, answers, rounds = [] }: ProgressInput): Map<string, number> {
  const counts = new Map(ranking.items.map((item) => [item.item, item.answers]));
  if (rounds.length === 0) return counts;
  for (const event of answers) {
    const isCounted = event.status === 'submitted' && event.value !== null;
    const count = counts.get(event.promptId);
    if (isCounted && count !== undefined && roundOf(event, rounds) <= rounds.length)
      counts.set(event.promptId, count - 1);
  }
  return counts;
}
