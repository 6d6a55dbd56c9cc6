import type { PromptData, PromptRow } from '../prompt-data.ts';

/** The reader's filters and order; null = everything. */
export interface View {
  words: string;
  source: number | null;
  kind: number | null;
  tier: number | null;
  from: number | null;
  to: number | null;
  order: Order;
  /** From 0. */
  page: number;
  size: number;
}

export type Order = 'rank' | 'answers' | 'agreement' | 'rank-down' | 'answers-down' | 'agreement-down';

export const plainView: View = {
  words: '',
  source: null,
  kind: null,
  tier: null,
  from: null,
  to: null,
  order: 'rank',
  page: 0,
  size: 25,
};

/** Positions of the matching rows, in the order of the view. `texts` are the rows' texts in lower case. */
export function selectRows({ rows }: PromptData, texts: readonly string[], view: View): number[] {
  const words = view.words
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const places: number[] = [];
  for (const [place, row] of rows.entries()) {
    if (fits(row, view) && words.every((word) => texts[place]?.includes(word))) places.push(place);
  }
  return sortPlaces(places, rows, view.order);
}

function fits([, source, kind, tier, score]: PromptRow, view: View): boolean {
  if (view.source !== null && source !== view.source) return false;
  if (view.kind !== null && kind !== view.kind) return false;
  if (view.tier !== null && tier !== view.tier) return false;
  if (view.from !== null && (score === null || score < view.from)) return false;
  return view.to === null || (score !== null && score <= view.to);
}

/** Rows arrive sorted by rank. Rows without a value come last in either direction. */
function sortPlaces(places: number[], rows: readonly PromptRow[], order: Order): number[] {
  const isDown = order.endsWith('-down');
  if (order === 'rank' || order === 'rank-down') return isDown ? places.toReversed() : places;
  const valueOf = (place: number): number => {
    const row = rows[place];
    const value = order.startsWith('answers') ? row?.[7] : row?.[8];
    return value ?? (isDown ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  };
  const direction = isDown ? -1 : 1;
  return places.toSorted((a, b) => direction * compare(valueOf(a), valueOf(b)) || a - b);
}

/** Not a subtraction, because Infinity minus Infinity is NaN. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
