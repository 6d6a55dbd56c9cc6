/** Points for integrals over the standard normal quality of an item. */
export interface Quadrature {
  /** Evenly spaced qualities. */
  points: Float64Array;
  /** Log weight of each under the standard normal, up to a constant. */
  logWeights: Float64Array;
}

const reach = 4.5;

/** What an answer tells of an item's quality, about: 1 / variance in units of quality. */
const informationOfAnswer = 2.5;

/**
 * Rectangle rule on ±4.5. Its points are as close as the posterior of the item with the most answers is wide: between
 * points that are further apart a narrow posterior would fall through.
 */
export function makeQuadrature(mostAnswers: number): Quadrature {
  const step = Math.min(0.35, 1 / Math.sqrt(1 + informationOfAnswer * mostAnswers));
  const half = Math.min(300, Math.ceil(reach / step));
  const points = Float64Array.from({ length: 2 * half + 1 }, (_, index) => ((index - half) / half) * reach);
  return { points, logWeights: points.map((point) => -(point * point) / 2) };
}
