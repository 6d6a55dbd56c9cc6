import { UsageError } from '../lib/errors.ts';
import { printable } from '../lib/text/text.ts';

/** `place` names file and row. */
export function invalid(message: string, cause?: unknown): UsageError {
  return new UsageError('ratings_invalid', message, {
    hint:
      'The file needs the columns rater, item and value, one rating a row; answered_at, prompt, kind, source and status ' +
      'are read where they are there.',
    cause,
  });
}

/** `where` tells the place of the other row. */
export function duplicate({ rater, item }: { rater: string; item: string }, place: string, where: string): UsageError {
  return new UsageError(
    'duplicate_rating',
    `${place}: rater "${show(rater)}" rated item "${show(item)}" already ${where}.`,
    { hint: 'Keep one of the two rows.' },
  );
}

/** Two rows tell different things of one item; `where` tells the place of the other row. */
export function contradiction(
  { item, name, value, other }: { item: string; name: string; value: string; other: string },
  place: string,
  where: string,
): UsageError {
  return new UsageError(
    'ratings_contradict',
    `${place}: the ${name} of item "${show(item)}" is "${show(value)}", but "${show(other)}" ${where}.`,
    { hint: `Give every row of an item the same ${name}, or leave it empty.` },
  );
}

export function offScale(value: number, scale: readonly number[], place: string): UsageError {
  return new UsageError('value_off_scale', `${place}: value ${value} is not on the scale ${scale.join(', ')}.`, {
    hint: 'Correct the row, or give --scale all values that can be chosen.',
  });
}

export function unreadable(path: string, cause: unknown): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new UsageError('ratings_file_unreadable', `${path} can't be read: ${printable(message, 300)}.`, {
    hint: 'Name a CSV or Parquet file with the columns rater, item and value.',
    cause,
  });
}

/** Foreign text for a message. */
export function show(text: string): string {
  return printable(text, 60);
}
