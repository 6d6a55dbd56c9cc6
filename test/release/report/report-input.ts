import { toRatedFile } from '../../../src/campaign/ranking/rated-file.ts';
import { rankItems } from '../../../src/rank/rank-items.ts';
import type { ReportInput } from '../../../src/release/report/input.ts';
import { scale, simulateWorld, type WorldDesign } from '../../rank/simulated-world.ts';

/** Foreign texts in a report. */
export interface ReportTexts {
  prompt: (index: number) => string;
  source: (index: number) => string;
  rater: (rater: string) => string;
  title: string;
  label: (value: number) => string;
}

const plain: ReportTexts = {
  prompt: (index) => `Prompt ${index}, ${'with more words '.repeat(index % 5)}`,
  source: (index) => `source-${index % 3}`,
  rater: (rater) => rater,
  title: 'spring campaign',
  label: (value) => `Label ${value}`,
};

/** The report of a simulated campaign with two kinds and three sources of prompts, and a week of answers. */
export function reportInput(
  { texts = {}, ...fields }: Partial<ReportInput> & { texts?: Partial<ReportTexts> } = {},
  design: Partial<WorldDesign> = {},
): ReportInput {
  const own = { ...plain, ...texts };
  const world = simulateWorld({ seed: 3, items: 90, raters: 20, overlap: 3, ...design });
  const ratings = world.ratings.map((rating, index) => ({
    ...rating,
    answeredAt: new Date(Date.UTC(2026, 2, 1 + (index % 7), 9, Math.floor(index / 7) % 60)).toISOString(),
  }));
  const items = world.items.map((item, index) => ({
    item,
    prompt: own.prompt(index),
    kind: index % 2 === 0 ? ('human' as const) : ('synthetic' as const),
    source: own.source(index),
  }));
  const { prompts, ...rated } = toRatedFile({ ratings, items }, scale);
  const ranking = rankItems(rated);
  const unknown = { prompt: null, source: null, kind: null };
  return {
    title: own.title,
    question: { name: 'quality', title: 'How good is it?', values: scale, labels: scale.map(own.label) },
    simulated: false,
    ranking: { ...ranking, raters: ranking.raters.map((row) => ({ ...row, rater: own.rater(row.rater) })) },
    rows: ranking.items.map((item) => ({ ...item, ...(prompts.get(item.item) ?? unknown) })),
    top: 20,
    ...fields,
  };
}
