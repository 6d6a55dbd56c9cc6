import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { UsageError } from '../lib/errors.ts';
import { explainUnreadable } from '../lib/files/file-error.ts';
import { packageFile } from '../lib/files/package-root.ts';
import { isMissingFile } from '../lib/files/missing-file.ts';
import { compareText } from '../lib/text/text.ts';

const presetsDir = packageFile('configs');

/** Names that npm would leave out of a package: name in the package → real name. */
const packedNames: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** Files of a preset as a campaign has them, sorted by path (with `/`), including the JSON schema for editors. */
export async function readPreset(preset: string): Promise<{ path: string; text: string }[]> {
  const dir = join(presetsDir, preset);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(
    files.map(async (file) => {
      const path = relative(dir, file).split(sep).join('/');
      return { path: packedNames[path] ?? path, text: await readFile(file, 'utf8') };
    }),
  );
  const schema = { path: 'prank.schema.json', text: await readFile(join(presetsDir, 'prank.schema.json'), 'utf8') };
  return [...read, schema].toSorted((a, b) => compareText(a.path, b.path));
}

/**
 * The text of a file of a future campaign; null = there is none. Throws UsageError `path_taken` if a folder is
 * there, or the path runs through a file; also `file_unreadable`.
 */
export async function readCampaignFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EISDIR' || code === 'ENOTDIR') {
      const problem = code === 'EISDIR' ? 'is a folder where a file belongs' : 'lies below a file';
      throw new UsageError('path_taken', `${path} ${problem}.`);
    }
    throw explainUnreadable(path, error);
  }
}

/** Writes a file of a new campaign whole, and creates its folders. */
export async function writeCampaignFile(path: string, text: string): Promise<void> {
  await writeFileWhole(path, text);
}
