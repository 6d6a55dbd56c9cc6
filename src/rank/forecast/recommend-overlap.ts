import type { DesignForecast } from './forecast-design.ts';

/** If one more answer per prompt gains less rank correlation than this, it is not worth people's time. */
export const worthwhileGain = 0.03;

export interface Recommendation {
  overlap: number;
  /** `levels_off`: one more answer gains too little. `still_rising`: the highest number that was simulated. */
  why: 'levels_off' | 'still_rising';
}

/** The fewest answers per prompt after which one more gains less than `worthwhileGain`; null without correlations. */
export function recommendOverlap(designs: readonly DesignForecast[]): Recommendation | null {
  const known = designs
    .flatMap(({ overlap, ofRated }) =>
      ofRated.rankCorrelation === null ? [] : [{ overlap, correlation: ofRated.rankCorrelation }],
    )
    .toSorted((a, b) => a.overlap - b.overlap);
  const enough = known.find((own, index) => {
    const next = known[index + 1];
    if (next === undefined) return false;
    return (next.correlation - own.correlation) / (next.overlap - own.overlap) < worthwhileGain;
  });
  if (enough !== undefined) return { overlap: enough.overlap, why: 'levels_off' };
  const last = known.at(-1);
  return last === undefined ? null : { overlap: last.overlap, why: 'still_rising' };
}
