import { type CategoryTables, fillCategoryTables, makeCategoryTables } from './category-tables.ts';
import type { Parameters } from './parameters.ts';
import type { Quadrature } from './quadrature.ts';

/** Tables of all raters are kept up to so many entries each: 4 × 32 MB. */
const mostKept = 2 ** 22;

/** Whether the tables of all raters are filled once and kept. */
export function canKeepTables(raters: number, categories: number, { points }: Quadrature): boolean {
  return raters * categories * points.length <= mostKept;
}

/** Rater → its tables, which hold until they are filled again. */
export type TablesOf = (rater: number) => CategoryTables;

/**
 * Room for the tables of so many raters, and what fills it by parameters: one fit fills the same room again and again.
 * Where there is no room for all, the tables of a rater hold until the next one is asked for.
 */
export function makeRaterTables(
  raters: number,
  categories: number,
  quadrature: Quadrature,
): (parameters: Parameters) => TablesOf {
  const { points } = quadrature;
  const make = (): CategoryTables => makeCategoryTables(categories, points.length);
  const one = make();
  const kept = canKeepTables(raters, categories, quadrature) ? Array.from({ length: raters }, make) : null;
  return (parameters) => {
    const fill = (tables: CategoryTables, index: number): CategoryTables => {
      const rater = parameters.raters[index];
      if (rater !== undefined) fillCategoryTables(tables, points, parameters.cuts, rater);
      return tables;
    };
    if (kept === null) return (index) => fill(one, index);
    kept.forEach(fill);
    return (index) => kept[index] ?? one;
  };
}
