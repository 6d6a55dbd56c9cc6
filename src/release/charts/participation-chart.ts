import { sum } from '../../lib/sum.ts';
import type { RankedRater } from '../../model.ts';
import type { Chart, ParticipationFigure } from './chart.ts';
import { countOf, showCount, showShare } from '../../lib/text/numbers.ts';

/** How answers are distributed over raters; null with fewer than two raters. */
export function chartParticipation(raters: readonly RankedRater[]): Chart | null {
  const sorted = raters.map(({ answers }) => answers).toSorted((a, b) => b - a);
  if (sorted.length < 2) return null;
  const total = sum(sorted);
  const top = countTop(sorted, total / 2);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const bands = bandRaters(sorted);
  const share = showShare(sum(sorted.slice(0, top)) / total);
  return {
    name: 'participation',
    title: `${countOf(top, 'rater')} of ${showCount(sorted.length)} gave ${share} of the answers`,
    subtitle: 'Raters by how many answers they gave, and what part of all answers that is.',
    alt:
      `${countOf(sorted.length, 'rater')} gave ${countOf(total, 'answer')}; the ${top === 1 ? 'most active one' : `${showCount(top)} most active`} ` +
      `gave ${share} of them. The most active gave ${showCount(sorted[0] ?? 0)}, the median rater ${showCount(median)}.`,
    table: {
      header: ['Answers of a rater', 'Raters', 'Answers', 'Share of answers'],
      rows: bands.map((band) => [
        band.label,
        showCount(band.raters),
        showCount(band.answers),
        showShare(band.answers / total),
      ]),
    },
    figure: { type: 'participation', bands },
  };
}

/** How many of the most active raters it takes to reach this many answers. */
function countTop(sorted: readonly number[], answers: number): number {
  let reached = 0;
  return sorted.findIndex((own) => (reached += own) >= answers) + 1;
}

function bandOf(answers: number): number {
  return Math.floor(Math.log2(answers));
}

/** Bands 1, 2 to 3, 4 to 7, 8 to 15 …, from the first to the last with a rater. */
function bandRaters(sorted: readonly number[]): ParticipationFigure['bands'] {
  const [first, last] = [bandOf(sorted.at(-1) ?? 1), bandOf(sorted[0] ?? 1)];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const [from, to] = [2 ** (first + index), 2 ** (first + index + 1) - 1];
    const own = sorted.filter((answers) => answers >= from && answers <= to);
    const label = from === to ? showCount(from) : `${showCount(from)} to ${showCount(to)}`;
    return { label, raters: own.length, answers: sum(own) };
  });
}
