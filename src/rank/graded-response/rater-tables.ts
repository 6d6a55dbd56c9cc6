import { type CategoryTables, fillCategoryTables, makeCategoryTables } from './category-tables.ts';
import type { Parameters } from './parameters.ts';
import type { Quadrature } from './quadrature.ts';

/** The most entries per table for which all raters' tables are kept: 4 × 32 MB. */
const mostKept = 2 ** 22;

/** Whether the tables of all raters are filled once and kept. */
export function canKeepTables(raters: number, categories: number, { points }: Quadrature): boolean {
  return raters * categories * points.length <= mostKept;
}

/** Returns a rater's tables, which are valid until they are filled again. */
export type TablesOf = (rater: number) => CategoryTables;

/**
 * Allocates tables for `raters` raters, and returns a function that fills them from parameters, so that one fit reuses
 * the same memory. If there is no room for all, a rater's tables are valid only until the next rater's are requested.
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
