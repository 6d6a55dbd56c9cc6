import type { Scalar } from '../../model.ts';

/**
 * Whether a row's value is one of those that `where` allows. Typed formats compare strictly, and null also matches a
 * missing value. Cells of csv and tsv are text: numbers compare by value, booleans in any case, null is the empty cell.
 */
export function isOneOf(value: unknown, allowed: readonly Scalar[], isTyped: boolean): boolean {
  return allowed.some((scalar) => (isTyped ? (value ?? null) === scalar : isCell(value, scalar)));
}

function isCell(value: unknown, scalar: Scalar): boolean {
  const cell = typeof value === 'string' ? value : '';
  if (scalar === null) return cell === '';
  if (typeof scalar === 'boolean') return cell.toLowerCase() === String(scalar);
  if (typeof scalar === 'number') return cell.trim() !== '' && Number(cell) === scalar;
  return cell === scalar;
}
