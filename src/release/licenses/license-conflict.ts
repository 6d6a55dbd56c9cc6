import { findLicense, licensePage } from '../../lib/licenses/find-license.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import { type LicenseTerms, licenseTerms, unclearLicenses } from './license-terms.ts';

const usualReleases = ['cc-by-4.0', 'cc-by-sa-4.0', 'cc-by-nc-4.0', 'cc-by-nc-sa-4.0'];

/**
 * Why prompts under `license` may not be released under `release`, in one sentence; null = they may. A release counts
 * as an adaptation, because prompts are trimmed, selected and ordered. A null license means that none is declared.
 *
 * Sources: the adapter's licence chart and the list of compatible licences of Creative Commons (creativecommons.org/faq
 * and /compatiblelicenses: non-commercial terms carry over; share-alike means the same licence or a later version, for
 * BY-SA 4.0 also GPL 3), the summaries of Open Data Commons (opendatacommons.org/licenses: PDDL waives, ODC-By requires
 * attribution, ODbL share-alike), CDLA (cdla.dev), the GNU list of licences (gnu.org/licenses/license-list), the
 * appendix of the EUPL, and the Hub's licence ids (huggingface.co/docs/hub/repositories-licenses). What the chart only
 * advises against, such as BY-NC under BY, is a conflict here. Not legal advice: people can decide otherwise.
 */
export function findLicenseConflict(license: string | null, release: string): string | null {
  if (license === null) return 'none declared: nobody said that these prompts may be published';
  const [from, to] = [normalizeLicense(license), normalizeLicense(release)];
  const terms = licenseTerms.get(from);
  if (terms === undefined) return unclearLicenses.get(from) ?? `prank does not know what ${printable(license)} allows`;
  return findConflict({ id: from, terms }, { id: to, terms: licenseTerms.get(to) });
}

/**
 * A licence under which prompts with all these licences may be released, least strict first; null = there is none.
 * Ignores licences that fit nowhere, such as those that forbid adaptations.
 */
export function suggestRelease(licenses: readonly string[]): string | null {
  const ids = [...new Set(licenses.map(normalizeLicense))].toSorted(compareText);
  const candidates = [...usualReleases, ...ids];
  const possible = ids.filter((id) => candidates.some((release) => fits(id, release)));
  if (possible.length === 0) return null;
  return candidates.find((release) => possible.every((id) => fits(id, release))) ?? null;
}

function fits(license: string, release: string): boolean {
  return findLicenseConflict(license, release) === null;
}

/** The Hub's id, or the one of SPDX in lower case; an unknown licence as it is written, without its case. */
export function normalizeLicense(license: string): string {
  return findLicense(license)?.id ?? license.trim().toLowerCase();
}

/** URL of a licence's page at SPDX; null if there is none. */
export function findLicenseUrl(license: string): string | null {
  const found = findLicense(license);
  return found === null ? null : licensePage(found);
}

interface Side {
  id: string;
  terms: LicenseTerms | undefined;
}

function findConflict({ id, terms }: Side & { terms: LicenseTerms }, release: Side): string | null {
  const { adaptations, attribution, noncommercial, except } = terms;
  const to = printable(release.id);
  if (adaptations !== 'any') {
    if (adaptations.length === 0) return `${id} forbids adaptations`;
    if (adaptations.includes(release.id)) return null;
    return `${id} lets adaptations be published under ${joinOr(adaptations)} alone`;
  }
  if (except.includes(release.id)) return `${id} has terms on patents that ${to} does not allow`;
  if (noncommercial && release.terms === undefined) {
    return `${id} forbids commercial use, and prank does not know whether ${to} does`;
  }
  if (noncommercial && release.terms?.noncommercial === false) return `${id} forbids commercial use, ${to} allows it`;
  if (attribution && release.terms?.attribution === false) return `${id} wants its authors named, ${to} does not`;
  return null;
}

function joinOr(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} or ${ids.at(-1) ?? ''}`;
}
