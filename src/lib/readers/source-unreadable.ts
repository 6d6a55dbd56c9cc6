import { UsageError } from '../errors.ts';
import { describeUnreadable } from '../files/file-error.ts';
import { printable } from '../text/text.ts';

/** Turns a failed read of a source file into UsageError `source_file_unreadable`; returns any other error unchanged. */
export function sourceUnreadable(path: string, error: unknown): unknown {
  const reason = describeUnreadable(error);
  if (reason === null) return error;
  return new UsageError('source_file_unreadable', `${printable(path, 200)} can't be read: ${reason}.`, {
    cause: error,
  });
}
