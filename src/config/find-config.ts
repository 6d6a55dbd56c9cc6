import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../lib/errors.ts';
import { prankCommand } from '../lib/text/shell-command.ts';
import { explainUnreadable } from '../lib/files/file-error.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';

/**
 * Absolute path of the nearest prank.yaml, in `startDir` or a folder above. Throws UsageError `config_missing`, or
 * `file_unreadable` if one can't be looked at.
 */
export async function findConfig(startDir: string): Promise<string> {
  for (let dir = resolve(startDir); ; dir = dirname(dir)) {
    const path = join(dir, 'prank.yaml');
    if (await isFile(path)) return path;
    if (dir === dirname(dir)) break;
  }
  throw new UsageError('config_missing', `There is no prank.yaml in ${resolve(startDir)} or a folder above it.`, {
    hint: `Make a campaign here with: ${prankCommand('init')}`,
  });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissingFile(error)) return false;
    // Don't go on to the next folder above: it may hold another campaign.
    throw explainUnreadable(path, error);
  }
}
