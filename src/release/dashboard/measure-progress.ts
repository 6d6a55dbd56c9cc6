import { groupBy } from '../../lib/group-by.ts';
import type { ReleaseInput } from '../input.ts';

/** How far a campaign has come. */
export interface Progress {
  prompts: number;
  /** Those with as many answers as the campaign wants. */
  completed: number;
  /** Prompts by their submitted answers: none, one … as many as wanted or more. */
  byAnswers: number[];
  /** In their order. */
  waves: WaveProgress[];
  /** Submitted answers that the campaign wants and does not have. */
  missing: number;
}

export interface WaveProgress {
  /** From 1. */
  wave: number;
  prompts: number;
  completed: number;
  /** Submitted. */
  answers: number;
}

/** Counts what prompts have against what the task wants; pure. */
export function measureProgress({
  campaign,
  prompts,
  ranking,
  waves,
}: Pick<ReleaseInput, 'campaign' | 'prompts' | 'ranking' | 'waves'>): Progress {
  const { overlap } = campaign.task;
  const answers = new Map(ranking.items.map((item) => [item.item, item.answers]));
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
