/** Points for integrals over an item's quality, which is standard normal. */
export interface Quadrature {
  /** Evenly spaced qualities. */
  points: Float64Array;
  /** Log weight of each point under the standard normal, up to a constant. */
  logWeights: Float64Array;
}

const reach = 4.5;

/** Approximate information in one answer about an item's quality: 1 / variance, in units of quality. */
const informationOfAnswer = 2.5;

/**
 * Rectangle rule on ±4.5. The step is about the posterior width of the item with the most answers: with a larger step,
 * a narrow posterior could fall between two points.
 */
export function makeQuadrature(mostAnswers: number): Quadrature {
  const step = Math.min(0.35, 1 / Math.sqrt(1 + informationOfAnswer * mostAnswers));
  const half = Math.min(300, Math.ceil(reach / step));
  const points = Float64Array.from({ length: 2 * half + 1 }, (_, index) => ((index - half) / half) * reach);
  return { points, logWeights: points.map((point) => -(point * point) / 2) };
}
