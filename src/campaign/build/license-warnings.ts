import { parseYamlFile } from '../../config/faults/yaml-file.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { suggestLicense } from '../../lib/licenses/find-license.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import { normalizeLicense } from '../../release/licenses/license-conflict.ts';
import { licenseTerms, unclearLicenses } from '../../release/licenses/license-terms.ts';

type Licensed = Pick<Campaign, 'sources' | 'publish'> & { configPath: string };

/**
 * Sentences about licences in prank.yaml that `publish` would stop at, each with its line: a source without one, and ids
 * that nobody knows. A source with a decision is left out. People may still want to build, so these are no errors.
 */
export async function listLicenseWarnings({ sources, publish, configPath }: Licensed): Promise<string[]> {
  const found: { path: (string | number)[]; problem: string }[] = [];
  for (const [index, { id, license, enabled }] of sources.entries()) {
    if (!enabled || Object.hasOwn(publish?.licenseDecisions ?? {}, id)) continue;
    const path = ['sources', index, 'license'];
    const source = `the source ${printable(id, 60)}`;
    if (license !== null) {
      const problem = describeUnknown(license);
      if (problem !== null) found.push({ path, problem: `${source} has ${problem}` });
    } else if (publish !== null) {
      found.push({ path, problem: `${source} has no licence. Add one, such as \`license: cc-by-4.0\`.` });
    }
  }
  if (found.length === 0) return [];
  const text = await readTextIfPresent(configPath);
  const file = text === null ? null : parseYamlFile(text);
  return found.map(({ path, problem }) => {
    const place = file?.place({ path, at: 'value', problem, allowed: null, suggestion: null });
    const where = place === undefined ? '' : `${configPath}:${place.line}:${place.column}: `;
    return `${where}${problem} \`publish\` will stop at it.`;
  });
}

/** null = prank knows the licence, or knows that only people can decide on it. */
function describeUnknown(license: string): string | null {
  const known = [...licenseTerms.keys(), ...unclearLicenses.keys()];
  if (known.includes(normalizeLicense(license))) return null;
  const closest = suggestLicense(license);
  const shown = `an unknown licence, \`${printable(license, 60)}\``;
  return closest === null ? `${shown}.` : `${shown}. Did you mean \`${closest}\`?`;
}
