import { UsageError } from '../errors.ts';

interface FileProblem {
  /** In words: why the file can't be read, and why it can't be written. */
  reading: string;
  writing: string;
  remedy: string;
}

const noPermission: FileProblem = {
  reading: 'permission denied',
  writing: 'you may not write there',
  remedy: 'Change its permissions, or run the command as the user who owns it.',
};
const fileInPath: FileProblem = {
  reading: 'a part of its path is a file',
  writing: 'a part of its path is a file',
  remedy: 'Move that file away, or correct the path, then run the command again.',
};
const fileInPlace = problem('there is a file of that name', 'Move that file away, then run the command again.');

/** The meaning of system error codes. ENOENT is left out: what a missing file means depends on the file. */
const problems: Record<string, FileProblem> = {
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: problem('the disk can only be read', 'Make the disk writable, or use a folder on another disk.'),
  ENOSPC: problem('the disk is full', 'Free some space on it, then run the command again.'),
  EDQUOT: problem('your quota on this disk is used up', 'Delete files that you no longer need, then run it again.'),
  EMFILE: problem('too many files are open', 'Raise the limit with `ulimit -n 4096`, then run the command again.'),
  ENFILE: problem('too many files are open', 'Close other programs, then run the command again.'),
  EISDIR: {
    reading: 'it is a folder',
    writing: 'there is a folder of that name',
    remedy: 'Move the folder away, then run the command again.',
  },
  ENOTDIR: fileInPath,
  ELOOP: problem('its links lead in a circle', 'Replace the link with a real file or folder.'),
  ENAMETOOLONG: problem('its name is too long', 'Choose a shorter name.'),
  EIO: problem('the disk reports an error', 'Check the disk, or work on a copy on another one.'),
};

const readingCalls = new Set('open read scandir opendir stat lstat fstat access realpath readlink'.split(' '));
const writingCalls = new Set(
  'write mkdir mkdtemp rename unlink rmdir rm copyfile symlink link chmod fchmod utime futime fsync ftruncate'.split(
    ' ',
  ),
);
/** These occur only on writes, whichever call reports them. */
const writingCodes = new Set(['EROFS', 'ENOSPC', 'EDQUOT']);

/** Turns a failed read of `path` into UsageError `file_unreadable`. Other errors, even ENOENT, stay unchanged. */
export function explainUnreadable(path: string, error: unknown): unknown {
  const found = findProblem(error);
  return found === null ? error : unreadable(path, found, error);
}

/** Turns a failed write of `path` into UsageError `file_unwritable`. Other errors, even ENOENT, stay unchanged. */
export function explainUnwritable(path: string, error: unknown): unknown {
  // Writing creates the folders too, and one of them may exist as a file.
  const found = codeOf(error) === 'EEXIST' ? fileInPath : findProblem(error);
  return found === null ? error : unwritable(path, found, error);
}

/**
 * Turns the failure of any system call on a file into UsageError `file_unreadable` or `file_unwritable`; null for any
 * other error. A full disk or a missing permission is something for the user to fix, not a bug.
 */
export function explainFileError(error: unknown): UsageError | null {
  const call = textOf(error, 'syscall');
  const found = codeOf(error) === 'EEXIST' && call === 'mkdir' ? fileInPlace : findProblem(error);
  if (found === null || call === null) return null;
  const path = textOf(error, 'dest') ?? textOf(error, 'path') ?? 'A file';
  if (writingCalls.has(call) || writingCodes.has(codeOf(error) ?? '')) return unwritable(path, found, error);
  return readingCalls.has(call) ? unreadable(path, found, error) : null;
}

/** Why a file can't be read, in words; null if the error is not a failed system call, or if the file is missing. */
export function describeUnreadable(error: unknown): string | null {
  return findProblem(error)?.reading ?? null;
}

function unreadable(path: string, { reading, remedy }: FileProblem, cause: unknown): UsageError {
  return new UsageError('file_unreadable', `${path} can't be read: ${reading}.`, { hint: remedy, cause });
}

function unwritable(path: string, { writing, remedy }: FileProblem, cause: unknown): UsageError {
  return new UsageError('file_unwritable', `${path} can't be written: ${writing}.`, { hint: remedy, cause });
}

function problem(words: string, remedy: string): FileProblem {
  return { reading: words, writing: words, remedy };
}

function findProblem(error: unknown): FileProblem | null {
  return problems[codeOf(error) ?? ''] ?? null;
}

function codeOf(error: unknown): string | null {
  return textOf(error, 'code');
}

function textOf(error: unknown, name: 'code' | 'syscall' | 'path' | 'dest'): string | null {
  if (!(error instanceof Error)) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}
