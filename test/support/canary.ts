import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A word that must not appear anywhere. The tests' secrets contain it. */
export const canary = 'canary';

/** The word inside base64, for each position where it can begin, without what depends on its neighbours. */
const inBase64 = ['', 'x', 'xx'].map((before) => {
  const encoded = Buffer.from(`${before}${canary}`).toString('base64').replaceAll('=', '');
  const begin = Math.ceil((before.length * 8) / 6);
  const end = Math.floor(((before.length + canary.length) * 8) / 6);
  return encoded.slice(begin, end);
});

/** Where the word, or its base64, appears in a text, with some characters around it. */
export function findCanaries(text: string): string[] {
  const pattern = new RegExp(`.{0,40}(?:${canary}|${canary.toUpperCase()}|${inBase64.join('|')}).{0,20}`, 'gu');
  return text.match(pattern) ?? [];
}

/** Files of a folder that contain the word, except `.env`, where secrets belong. */
export async function findCanaryFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files) {
    if (file === join(dir, '.env')) continue;
    if (findCanaries(await readFile(file, 'latin1')).length > 0 || findCanaries(file).length > 0) found.push(file);
  }
  return found;
}
