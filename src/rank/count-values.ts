/** How often each value occurs. */
export function countValues(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Share of the most common value, as in 10k_prompts_ranked; null below two answers, which can't disagree. */
export function agreementRatio(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  return Math.max(...countValues(values).values()) / values.length;
}
