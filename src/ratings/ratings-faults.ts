import { type ErrorFields, UsageError } from '../lib/errors.ts';
import { describeUnreadable } from '../lib/files/file-error.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';
import { printable } from '../lib/text/text.ts';

/** An error about a row or column. Put the place into the message. */
export function invalid(message: string, fields: ErrorFields = {}): UsageError {
  return new UsageError('ratings_invalid', message, fields);
}

/** `where` names the place of the other row. */
export function duplicate({ rater, item }: { rater: string; item: string }, place: string, where: string): UsageError {
  return new UsageError(
    'duplicate_rating',
    `${place}: rater "${show(rater)}" rated item "${show(item)}" already ${where}.`,
  );
}

/** Two rows contradict each other about one item. `where` names the place of the other row. */
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
  return new UsageError('value_off_scale', `${place}: value ${value} is not on the scale ${scale.join(', ')}.`);
}

export function unreadable(path: string, cause: unknown): UsageError {
  const reason = isMissingFile(cause) ? 'there is no such file' : describeUnreadable(cause);
  const message = reason ?? printable(cause instanceof Error ? cause.message : String(cause), 300);
  return new UsageError('ratings_file_unreadable', `${path} can't be read: ${message}.`, { cause });
}

/** Prepares foreign text for a message. */
export function show(text: string): string {
  return printable(text, 60);
}
