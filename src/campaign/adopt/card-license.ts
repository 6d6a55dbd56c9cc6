import { parseYamlFile } from '../../config/faults/yaml-file.ts';
import type { WrittenConfig } from '../../config/schema/schema.ts';
import { findLicense } from '../../lib/licenses/find-license.ts';

/** The licence that a dataset's card names. */
export interface CardLicense {
  /** For the prompts' sources. */
  source: string;
  /** For what is published; null = the Hub would refuse it. */
  publish: NonNullable<WrittenConfig['publish']>['license'] | null;
}

/** Reads the licence in the front matter of a card; null = it names none, or several. */
export function readCardLicense(card: string): CardLicense | null {
  const [, front = ''] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/u.exec(card) ?? [];
  const { data } = parseYamlFile(front);
  if (typeof data !== 'object' || data === null) return null;
  const fields = new Map<string, unknown>(Object.entries(data));
  const written = fields.get('license');
  const [license] = Array.isArray(written) && written.length === 1 ? written : [written];
  if (!isShort(license)) return null;
  if (license !== 'other') {
    const known = findLicense(license);
    return { source: known?.id ?? license, publish: known?.id ?? null };
  }
  const [name, link] = [fields.get('license_name'), fields.get('license_link')];
  if (!isShort(name)) return null;
  const hasLink = isShort(link, 500) && /^https?:\/\/[^\s<>"]+$/u.test(link) && findLicense(name) === null;
  return { source: name, publish: hasLink ? { name, link } : null };
}

/** One line that prank.yaml takes. */
function isShort(value: unknown, max = 100): value is string {
  return typeof value === 'string' && value.length <= max && /^[^\n\r]*\S[^\n\r]*$/u.test(value);
}
