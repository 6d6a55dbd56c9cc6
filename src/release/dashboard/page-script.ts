import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The program of the page, made of page/ by `npm run build`; it stands in dist for `src` as for `dist`. */
const scriptPath = fileURLToPath(new URL('../../../dist/dashboard-page.js', import.meta.url));

let script: Promise<string> | null = null;

/** Text for a script element. */
export function readPageScript(): Promise<string> {
  script ??= readFile(scriptPath, 'utf8');
  return script;
}
