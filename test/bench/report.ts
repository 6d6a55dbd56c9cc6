/** The median; with an even number of values, the upper of the middle two. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints one line: our figure, the baseline's, their difference and ratio. */
export function printRatio(
  ours: string,
  value: number,
  baseline: string,
  other: number,
  unit: string,
  digits = 1,
): void {
  const show = (figure: number): string => `${figure.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
  const line = `${ours}: ${show(value)} | ${baseline}: ${show(other)} | difference ${show(value - other)} | ratio ${(value / other).toFixed(2)}`;
  process.stdout.write(`bench  ${line}\n`);
}

/** Prints one line for a figure without a baseline. */
export function printFigure(name: string, value: number, unit: string, digits = 1): void {
  process.stdout.write(`bench  ${name}: ${value.toFixed(digits)} ${unit}`.trimEnd().concat('\n'));
}
