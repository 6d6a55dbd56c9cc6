import { printable } from '../../lib/text/text.ts';
import type { Estimate } from './chart.ts';

/** Two decimals with a real minus sign, and no zero with a sign; an en dash for null. */
export function showFigure(value: number | null): string {
  if (value === null) return '–';
  const rounded = Math.round(value * 100) / 100 + 0;
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded).toFixed(2)}`;
}

/** `3.42 (3.30 to 3.54)`. */
export function showEstimate({ value, low, high }: Estimate): string {
  if (low === null || high === null) return showFigure(value);
  return `${showFigure(value)} (${showFigure(low)} to ${showFigure(high)})`;
}

/** Whole per cent; what is little is not told to be nothing. */
export function showShare(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${(share * 100).toFixed(0)} %`;
}

/** A foreign name within a sentence. */
export function showName(name: string): string {
  return printable(name, 28);
}
