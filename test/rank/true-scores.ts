import { normal, uniformOf, type World } from './simulated-world.ts';

/**
 * The average rating of each item by the raters of a simulated world (with its usual severities, discriminations and
 * noise, and this share of careless raters). This is what a score estimates.
 */
export function trueScores(
  { quality }: World,
  { seed, careless = 0.05 }: { seed: number; careless?: number },
): Map<string, number> {
  const uniform = uniformOf(seed + 5000);
  const raters = Array.from({ length: 4000 }, () => ({
    severity: 0.6 * normal(uniform),
    discrimination: 0.6 + 0.9 * uniform(),
    noise: 0.4 + 0.8 * uniform(),
  }));
  const curve = Array.from({ length: 161 }, (_, index) => {
    const own = (index - 80) / 20;
    let sum = 0;
    for (const { severity, discrimination, noise } of raters) {
      const felt = discrimination * own - severity + noise * normal(uniform);
      sum += 1 + [-1.5, -0.5, 0.5, 1.5].filter((cut) => felt > cut).length;
    }
    return (1 - careless) * (sum / raters.length) + careless * 3;
  });
  return new Map(
    [...quality].map(([item, own]) => {
      const place = Math.min(159.99, Math.max(0, own * 20 + 80));
      const at = Math.floor(place);
      return [item, (curve[at] ?? 0) + ((curve[at + 1] ?? 0) - (curve[at] ?? 0)) * (place - at)];
    }),
  );
}
