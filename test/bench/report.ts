/** Middle value; of an even number the upper one of the two in the middle. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line: ours, the baseline, their difference and ratio. */
export function printRatio(ours: string, value: number, baseline: string, other: number, unit: string): void {
  const line = `${ours}: ${value.toFixed(1)} ${unit} | ${baseline}: ${other.toFixed(1)} ${unit} | difference ${(value - other).toFixed(1)} ${unit} | ratio ${(value / other).toFixed(2)}`;
  process.stdout.write(`bench  ${line}\n`);
}

/** One line for a figure that has no baseline. */
export function printFigure(name: string, value: number, unit: string): void {
  process.stdout.write(`bench  ${name}: ${value.toFixed(1)} ${unit}\n`);
}
