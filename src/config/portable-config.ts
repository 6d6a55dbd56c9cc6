import { readFile } from 'node:fs/promises';
import { parseConfig } from './parse-config.ts';

/**
 * A campaign's committed files in a form that needs no folder: name → text. prank.yaml is written as JSON, which is
 * valid YAML, without comments or layout, so that only relevant changes make a difference. The guidelines are placed
 * beside it. Throws UsageError `config_invalid`.
 */
export async function readPortableConfig(path: string, guidelines: string | null): Promise<Record<string, string>> {
  const { task, ...written } = parseConfig(await readFile(path, 'utf8'), path);
  const { guidelines: _, ...rest } = task ?? {};
  const portable = { ...written, task: guidelines === null ? rest : { ...rest, guidelines: 'guidelines.md' } };
  const config = { 'prank.yaml': JSON.stringify(portable) };
  return guidelines === null ? config : { ...config, 'guidelines.md': guidelines };
}
