import type { DesignForecast } from './forecast-design.ts';

/** Below this gain of rank correlation by one more answer a prompt, more people's time buys little. */
export const worthwhileGain = 0.03;

export interface Recommendation {
  overlap: number;
  /** `levels_off`: one more answer gains too little; `still_rising`: the most answers that were asked about. */
  why: 'levels_off' | 'still_rising';
}

/** The fewest answers a prompt after which one more gains less than `worthwhileGain`; null without any correlation. */
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
