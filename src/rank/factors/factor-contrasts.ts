import type { FactorName, PromptKind } from '../../model.ts';
import type { Cell, Covariate, FactorDesign } from './factor-design.ts';

/** A weighted sum of the model's coefficients, and what it compares. */
export interface Contrast {
  factor: FactorName;
  /** The two kinds for `kind`, the name for `source`, empty for a covariate. */
  of: readonly string[];
  weights: number[];
}

const kinds: readonly PromptKind[] = ['human', 'synthetic', 'unknown'];

/**
 * The comparisons to estimate: kinds with each other, over all prompts and within sources that have both; each source
 * with the mean of all prompts; and the covariates. Cells are weighted by their number of rated items.
 */
export function listContrasts(design: FactorDesign): Contrast[] {
  return [...kindContrasts(design), ...sourceContrasts(design), ...design.covariates.map(toCovariateContrast(design))];
}

function kindContrasts({ cells, columns }: FactorDesign): Contrast[] {
  const present = kinds.filter((kind) => cells.some((cell) => cell.kind === kind));
  return present.flatMap((first, index) =>
    present.slice(index + 1).flatMap((second): Contrast[] => {
      const over = subtract(
        meanOf(cells, ({ kind }) => kind === first),
        meanOf(cells, ({ kind }) => kind === second),
      );
      const both = cells.filter(
        ({ source, kind }) => kind === first && cells.some((cell) => cell.source === source && cell.kind === second),
      );
      const contrasts: Contrast[] = [{ factor: 'kind', of: [first, second], weights: padded(over, columns.length) }];
      // With a single source this would be the same comparison again.
      if (both.length > 0 && new Set(cells.map(({ source }) => source)).size > 1) {
        const within = withinSources(
          cells,
          both.map(({ source }) => source),
          [first, second],
        );
        contrasts.push({ factor: 'kind_within_sources', of: [first, second], weights: padded(within, columns.length) });
      }
      return contrasts;
    }),
  );
}

/** The difference of two kinds in each source, weighted by its precision ab / (a + b), with a and b the rated items. */
function withinSources(
  cells: readonly Cell[],
  sources: readonly string[],
  [first, second]: readonly [PromptKind, PromptKind],
): number[] {
  const countOf = (source: string, kind: PromptKind): number =>
    cells.find((cell) => cell.source === source && cell.kind === kind)?.items ?? 0;
  const precision = new Map(
    sources.map((source) => {
      const [a, b] = [countOf(source, first), countOf(source, second)];
      return [source, (a * b) / (a + b)];
    }),
  );
  const total = [...precision.values()].reduce((sum, value) => sum + value, 0);
  return cells.map(({ source, kind }) => {
    const share = (precision.get(source) ?? 0) / total;
    return kind === first ? share : kind === second ? -share : 0;
  });
}

function sourceContrasts({ cells, columns }: FactorDesign): Contrast[] {
  const sources = [...new Set(cells.map(({ source }) => source))];
  if (sources.length < 2) return [];
  const all = meanOf(cells, () => true);
  return sources.map((name) => ({
    factor: 'source',
    of: [name],
    weights: padded(
      subtract(
        meanOf(cells, ({ source }) => source === name),
        all,
      ),
      columns.length,
    ),
  }));
}

function toCovariateContrast({ cells, columns }: FactorDesign): (name: Covariate, index: number) => Contrast {
  return (name, index) => ({
    factor: name,
    of: [],
    weights: columns.map((_, column) => (column === cells.length + index ? 1 : 0)),
  });
}

function meanOf(cells: readonly Cell[], isIncluded: (cell: Cell) => boolean): number[] {
  const total = cells.reduce((sum, cell) => sum + (isIncluded(cell) ? cell.items : 0), 0);
  return cells.map((cell) => (isIncluded(cell) ? cell.items / total : 0));
}

function subtract(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] ?? 0));
}

function padded(weights: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, index) => weights[index] ?? 0);
}
