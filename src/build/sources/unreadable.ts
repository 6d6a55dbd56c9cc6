import { UsageError } from '../../lib/errors.ts';
import { describeUnreadable } from '../../lib/files/file-error.ts';
import { printable } from '../../lib/text/text.ts';

/** A failed read of a source's file as UsageError `source_file_unreadable`; what is no failed read stays as it is. */
export function sourceUnreadable(path: string, error: unknown): unknown {
  const reason = describeUnreadable(error);
  if (reason === null) return error;
  return new UsageError('source_file_unreadable', `${printable(path, 200)} can't be read: ${reason}.`, {
    cause: error,
  });
}
