import type { ItemFacts, PromptKind } from '../../model.ts';
import type { AnswerCovariates } from './answer-covariates.ts';

/** Prompts of one kind from one source. */
export interface Cell {
  source: string;
  kind: PromptKind;
  /** Rated items. */
  items: number;
}

export type Covariate = 'length' | 'position' | 'time' | 'experience' | 'wave';

/** Columns of the model: one indicator for each cell, then the covariates about their means. */
export interface FactorDesign {
  cells: Cell[];
  covariates: Covariate[];
  columns: Float64Array[];
}

/** One answer with everything known about it. */
export interface DescribedAnswer extends Partial<AnswerCovariates> {
  item: string;
  facts: ItemFacts;
  /** 0 = the first wave with an answer, 1 = the last. */
  wave?: number;
}

const valueOf = {
  length: ({ facts: { length } }) => (length === undefined ? null : Math.log2(Math.max(1, length))),
  position: ({ position }) => (position === undefined ? null : Math.log2(position)),
  experience: ({ experience }) => (experience === undefined ? null : Math.log2(1 + experience)),
  time: ({ time }) => time ?? null,
  wave: ({ wave }) => wave ?? null,
} satisfies Record<Covariate, (answer: DescribedAnswer) => number | null>;

/**
 * The least share of a covariate's variance that the columns before it must not explain, apart from rounding. Waves
 * follow each other in time. If time explains more than 90 % of the waves (a variance inflation of 10), neither effect
 * could be estimated, so only time stays.
 */
const leastOwnShare = { length: 0, position: 0, experience: 0, time: 0, wave: 0.1 } satisfies Record<Covariate, number>;

/** Leaves out covariates that don't vary or that the columns before them already explain. */
export function makeFactorDesign(answers: readonly DescribedAnswer[]): FactorDesign {
  const cells = new Map<string, { cell: Cell; column: Float64Array; items: Set<string> }>();
  answers.forEach(({ item, facts: { source, kind } }, index) => {
    const key = JSON.stringify([source, kind]);
    const own = cells.get(key) ?? {
      cell: { source, kind, items: 0 },
      column: new Float64Array(answers.length),
      items: new Set<string>(),
    };
    cells.set(key, own);
    own.column[index] = 1;
    own.items.add(item);
  });
  const sorted = [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  const columns = sorted.map(({ column }) => column);
  const covariates: Covariate[] = [];
  // The cell indicators are orthogonal to each other.
  const basis = columns.map((column) => scaled(column, 1 / norm(column)));
  for (const name of ['length', 'position', 'experience', 'time', 'wave'] as const) {
    const values = answers.map((answer) => valueOf[name](answer));
    if (values.includes(null)) continue;
    const plain = Float64Array.from(values, (value) => value ?? 0);
    const mean = plain.reduce((sum, value) => sum + value, 0) / plain.length;
    const column = plain.map((value) => value - mean);
    const rest = orthogonalTo(basis, column);
    if (norm(rest) <= 1e-4 * norm(plain) || norm(rest) === 0) continue;
    if (norm(rest) ** 2 < leastOwnShare[name] * norm(column) ** 2) continue;
    basis.push(scaled(rest, 1 / norm(rest)));
    columns.push(column);
    covariates.push(name);
  }
  return { cells: sorted.map(({ cell, items }) => ({ ...cell, items: items.size })), covariates, columns };
}

function orthogonalTo(basis: readonly Float64Array[], column: Float64Array): Float64Array {
  let rest = column;
  for (const other of basis) {
    const from = rest;
    const along = from.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
    rest = from.map((value, index) => value - along * (other[index] ?? 0));
  }
  return rest;
}

function norm(column: Float64Array): number {
  return Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
}

function scaled(column: Float64Array, factor: number): Float64Array {
  return column.map((value) => value * factor);
}
