import { correlation } from './order-free.ts';

/** Spearman's rank correlation of paired values; ties get their mean rank. null if one side has no spread. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  const x = meanRanks(pairs.map(([own]) => own));
  const y = meanRanks(pairs.map(([, own]) => own));
  return correlation(x.map((rank, index) => [rank, y[index] ?? 0]));
}

function meanRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks: number[] = [];
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}
