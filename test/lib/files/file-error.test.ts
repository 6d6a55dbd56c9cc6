import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/lib/errors/exit-code.ts';
import { explainFileError, explainUnreadable } from '../../../src/lib/files/file-error.ts';

/** An error like Node's for a failed system call. */
function failedCall(code: string, syscall: string, path?: string, dest?: string): Error {
  return Object.assign(new Error(`${code}: …, ${syscall}`), { code, syscall, path, dest });
}

describe('explainFileError', () => {
  it.each([
    ['EACCES', 'open', 'file_unreadable', "/c/x can't be read: permission denied."],
    ['EPERM', 'scandir', 'file_unreadable', "/c/x can't be read: permission denied."],
    ['EACCES', 'mkdir', 'file_unwritable', "/c/x can't be written: you may not write there."],
    ['EPERM', 'unlink', 'file_unwritable', "/c/x can't be written: you may not write there."],
    ['EROFS', 'open', 'file_unwritable', "/c/x can't be written: the disk can only be read."],
    ['ENOSPC', 'open', 'file_unwritable', "/c/x can't be written: the disk is full."],
    ['EDQUOT', 'write', 'file_unwritable', "/c/x can't be written: your quota on this disk is used up."],
    ['EMFILE', 'open', 'file_unreadable', "/c/x can't be read: too many files are open."],
    ['EISDIR', 'open', 'file_unreadable', "/c/x can't be read: it is a folder."],
    ['ENOTDIR', 'stat', 'file_unreadable', "/c/x can't be read: a part of its path is a file."],
    ['EEXIST', 'mkdir', 'file_unwritable', "/c/x can't be written: there is a file of that name."],
    ['EIO', 'read', 'file_unreadable', "/c/x can't be read: the disk reports an error."],
  ])('%s of %s is for the user to act on', (code, syscall, ours, message) => {
    const error = explainFileError(failedCall(code, syscall, '/c/x'));
    expect(error).toMatchObject({ code: ours, message, exitCode: ExitCode.usage });
    expect(error?.hint).toMatch(/\w{3}/u);
  });

  it('names the destination of a copy, and works without a path if the system gave none', () => {
    expect(explainFileError(failedCall('EACCES', 'rename', '/a', '/b'))?.message).toMatch(/^\/b can't be written/u);
    expect(explainFileError(failedCall('ENOSPC', 'write'))?.message).toBe("A file can't be written: the disk is full.");
  });

  it.each([
    ['a missing file, which may mean anything', failedCall('ENOENT', 'open', '/x')],
    ['a port', failedCall('EACCES', 'listen')],
    ['a program', failedCall('EACCES', 'spawn /x', '/x')],
    ['a signal', failedCall('EPERM', 'kill')],
    ['a file that is there already', failedCall('EEXIST', 'open', '/x')],
    ['an error of another kind', new TypeError('no')],
    ['what is no error', { code: 'EACCES', syscall: 'open' }],
  ])('leaves %s alone', (_, error) => {
    expect(explainFileError(error)).toBeNull();
  });
});

const explain = (work: Promise<unknown>): Promise<unknown> => work.then(String, explainFileError);

describe('what Node reports', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'prank-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('is understood for folders, links and files in the way', async () => {
    await writeFile(join(dir, 'file'), '');
    await symlink('loop', join(dir, 'loop'));
    expect(await explain(readdir(join(dir, 'file')))).toMatchObject({ code: 'file_unreadable' });
    expect(await explain(readFile(join(dir, 'file', 'x')))).toMatchObject({ code: 'file_unreadable' });
    expect(await explain(readFile(join(dir, 'loop')))).toMatchObject({ code: 'file_unreadable' });
    expect(await explain(readFile(dir))).toMatchObject({ code: 'file_unreadable' });
    expect(await explain(mkdir(join(dir, 'file')))).toMatchObject({ code: 'file_unwritable' });
  });

  it('has no path for a folder that is read as a file, so the reader names it', async () => {
    const error: unknown = await readFile(dir).catch((reason: unknown) => explainUnreadable(dir, reason));
    expect(error).toMatchObject({ message: `${dir} can't be read: it is a folder.` });
  });
});
