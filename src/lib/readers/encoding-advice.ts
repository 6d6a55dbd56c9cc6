import { pathArgument, quoteShell, shellCommand, shellCommandInto } from '../text/shell-command.ts';
import type { DataFile } from './data-file.ts';
import { withWord } from './file-kinds.ts';

/** Characters in UTF-8, as bytes. Text in another encoding hardly ever has one by accident. */
const utf8Character = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/gu;

/** Bytes that no character of windows-1252 has. `iconv` stops there. */
const undefinedByte = /[\x81\x8d\x8f\x90\x9d]/u;

/**
 * How to turn a file into UTF-8. `bytes` is a part of it that is not UTF-8. Never names latin1: windows-1252 has the
 * same characters, and quotes and dashes where latin1 has control characters.
 */
export function adviseEncoding(file: Pick<DataFile, 'path' | 'gzip'>, bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const stray = text.replace(utf8Character, '').replace(/[\0-\x7f]+/gu, '');
  if ((text.match(utf8Character)?.length ?? 0) >= stray.length)
    return 'Other parts of the file are UTF-8, so only some rows need fixing. Write them again, or leave them out.';
  if (undefinedByte.test(stray))
    return 'Save the file as UTF-8 with the program that made it. It is not windows-1252 either, or it is damaged.';
  return `Save the file as UTF-8. If it is from Windows or Excel: ${fromWindows(file)}`;
}

function fromWindows({ path, gzip }: Pick<DataFile, 'path' | 'gzip'>): string {
  const iconv = ['iconv', '-f', 'windows-1252', '-t', 'utf-8'];
  if (!gzip) return shellCommandInto([...iconv, pathArgument(path)], withWord(path, 'utf8'));
  const unpacked = withWord(path.replace(/\.gz$/iu, ''), 'utf8');
  return `${shellCommand(['gzip', '-dc', pathArgument(path)])} | ${shellCommand(iconv)} > ${quoteShell(unpacked)}`;
}
