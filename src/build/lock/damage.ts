import { isJson } from '../../lib/text/is-json.ts';
import { UsageError } from '../../lib/errors.ts';
import { isSealBroken } from '../../lib/files/sealed-json.ts';
import { prankCommand, shellCommand } from '../../lib/text/shell-command.ts';
import { findJsonFault } from '../../lib/readers/json-fault.ts';
import { isRow } from '../../lib/readers/row.ts';

/** A conflict marker that git leaves in a file. */
const conflictMarker = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/mu;

/** Why a lock can't be read: UsageError `lock_conflict` or `lock_unreadable`, with the line if there is one. */
export function lockUnreadable(path: string, text: string): UsageError {
  const marker = conflictMarker.exec(text);
  if (marker !== null) {
    return new UsageError(
      'lock_conflict',
      `${path}:${lineOf(text, marker.index)}: a conflict marker of git (${marker[0]}): a merge of two branches is not finished.`,
      {
        hint: `Resolve prank.yaml first. Then take the whole lock of one branch: ${shellCommand(['git', 'checkout', '--ours', path])} (or --theirs). ${prankCommand('build')} then updates it and keeps its commits.`,
      },
    );
  }
  if (text.trim() === '') return damaged(`${path} is empty.`, restoreHint(path));
  if (isSealBroken(text) && versionOf(text) === 1) {
    return damaged(`${path} was changed after prank wrote it: its checksum does not match.`, restoreHint(path));
  }
  if (isJson(text)) {
    return damaged(
      `${path} is JSON, but not a lock that this version of prank can read.`,
      `It may be from a newer version: update prank. ${restoreHint(path)}`,
    );
  }
  const { offset, problem } = findJsonFault(text);
  const isCut = offset >= text.trimEnd().length;
  return damaged(
    `${path}:${lineOf(text, offset)}: ${isCut ? 'the file ends too early' : `not JSON: ${problem}`}.`,
    restoreHint(path),
  );
}

function damaged(message: string, hint: string): UsageError {
  return new UsageError('lock_unreadable', message, { hint });
}

function restoreHint(path: string): string {
  return `Restore the last committed lock: ${shellCommand(['git', 'checkout', 'HEAD', '--', path])}. Without one, pin the newest commits: ${prankCommand('build', '--update')}`;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function versionOf(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return isRow(value) ? value['version'] : null;
}
