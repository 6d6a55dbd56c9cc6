import { rankCorrelation } from '../rank-correlation.ts';
import type { SimulatedScore } from './simulate-scores.ts';

/** How good a ranking is, measured against the true qualities; null if there is nothing to measure. */
export interface RankingQuality {
  /** Mean width of the 95 % intervals, on the question's scale. */
  intervalWidth: number | null;
  /** Spearman's, of scores and true qualities. */
  rankCorrelation: number | null;
  /** Share of the true best tenth that is in the ranking's best tenth. */
  topFound: number | null;
}

/** Measures the quality over the prompts that got answers. */
export function measureScores(scores: readonly SimulatedScore[]): RankingQuality {
  if (scores.length === 0) return { intervalWidth: null, rankCorrelation: null, topFound: null };
  return {
    intervalWidth: scores.reduce((sum, { low, high }) => sum + high - low, 0) / scores.length,
    rankCorrelation: rankCorrelation(scores.map(({ score, quality }) => [score, quality])),
    topFound: findTop(
      scores,
      scores.map(({ prompt, quality }) => ({ prompt, quality })),
    ),
  };
}

/** Share of the best tenth of `all` that is among the ranking's best. A prompt without an answer never is. */
export function findTop(
  scores: readonly SimulatedScore[],
  all: readonly { prompt: number; quality: number }[],
): number {
  const count = Math.ceil(all.length / 10);
  const best = all.toSorted((a, b) => b.quality - a.quality).slice(0, count);
  const ranked = new Set(
    scores
      .toSorted((a, b) => b.score - a.score || a.prompt - b.prompt)
      .slice(0, count)
      .map(({ prompt }) => prompt),
  );
  return best.filter(({ prompt }) => ranked.has(prompt)).length / count;
}
