/** The terms of a licence that matter for releasing prompts, under it or under another one. */
export interface LicenseTerms {
  /** false = the authors don't even require attribution. */
  attribution: boolean;
  noncommercial: boolean;
  /** Licences for adaptations: any that respects the other terms, only these ids, or none (an empty list). */
  adaptations: 'any' | readonly string[];
  /** Ids of licences whose terms exclude what this one requires. */
  except: readonly string[];
}

const open: LicenseTerms = { attribution: true, noncommercial: false, adaptations: 'any', except: [] };

const publicDomain = ['0BSD', 'CC-PDM-1.0', 'CC0-1.0', 'MIT-0', 'Unlicense', 'WTFPL', 'pddl'] as const;

const attribution = [
  'AFL-3.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSD-3-Clause-Clear',
  'BSL-1.0',
  'CC-BY-1.0',
  'CC-BY-2.0',
  'CC-BY-2.5',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CDLA-Permissive-1.0',
  'CDLA-Permissive-2.0',
  'ISC',
  'MIT',
  'NCSA',
  'PostgreSQL',
  'Zlib',
  'etalab-2.0',
  'bsd',
  'odc-by',
  'openmdw-1.0',
  'openmdw-1.1',
] as const;

const noncommercial = ['CC-BY-NC-1.0', 'CC-BY-NC-2.0', 'CC-BY-NC-2.5', 'CC-BY-NC-3.0', 'CC-BY-NC-4.0'] as const;
const noDerivatives = ['CC-BY-ND-1.0', 'CC-BY-ND-2.0', 'CC-BY-ND-2.5', 'CC-BY-ND-3.0', 'CC-BY-ND-4.0'] as const;
const neither = ['CC-BY-NC-ND-2.0', 'CC-BY-NC-ND-2.5', 'CC-BY-NC-ND-3.0', 'CC-BY-NC-ND-4.0'] as const;

/** Licence → other licences allowed for its adaptations. */
const copyleft: Record<string, readonly string[]> = {
  'AGPL-3.0': [],
  'Artistic-2.0': [],
  'CC-BY-SA-1.0': [],
  'CC-BY-SA-2.0': ['cc-by-sa-2.5', 'cc-by-sa-3.0', 'cc-by-sa-4.0'],
  'CC-BY-SA-2.5': ['cc-by-sa-3.0', 'cc-by-sa-4.0'],
  'CC-BY-SA-3.0': ['cc-by-sa-4.0'],
  'CC-BY-SA-4.0': ['gpl-3.0'],
  'CDLA-Sharing-1.0': [],
  'EPL-1.0': ['epl-2.0'],
  'EPL-2.0': [],
  'EUPL-1.1': ['eupl-1.2', 'epl-1.0', 'gpl-2.0', 'osl-3.0'],
  'EUPL-1.2': [
    'agpl-3.0',
    'cc-by-sa-3.0',
    'epl-1.0',
    'gpl-2.0',
    'gpl-3.0',
    'lgpl-2.1',
    'lgpl-3.0',
    'mpl-2.0',
    'osl-3.0',
  ],
  'GPL-2.0': [],
  'GPL-3.0': [],
  'LGPL-2.1': ['gpl-2.0', 'gpl-3.0'],
  'LGPL-3.0': ['gpl-3.0'],
  'MPL-2.0': ['agpl-3.0', 'gpl-2.0', 'gpl-3.0', 'lgpl-2.1', 'lgpl-3.0'],
  'MS-PL': [],
  'OFL-1.1': [],
  'OSL-3.0': [],
};

const noncommercialCopyleft: Record<string, readonly string[]> = {
  'CC-BY-NC-SA-1.0': [],
  'CC-BY-NC-SA-2.0': ['cc-by-nc-sa-2.5', 'cc-by-nc-sa-3.0', 'cc-by-nc-sa-4.0'],
  'CC-BY-NC-SA-2.5': ['cc-by-nc-sa-3.0', 'cc-by-nc-sa-4.0'],
  'CC-BY-NC-SA-3.0': ['cc-by-nc-sa-4.0'],
  'CC-BY-NC-SA-4.0': [],
};

const research = [
  'apple-amlr',
  'deepfloyd-if-license',
  'fair-noncommercial-research-license',
  'h-research',
  'intel-research',
] as const;

/** Written for models, programs or fonts, with restrictions that carry over to everyone who gets a copy. */
const conditional = [
  'apple-ascl',
  'bigcode-openrail-m',
  'bigscience-bloom-rail-1.0',
  'bigscience-openrail-m',
  'creativeml-openrail-m',
  'gemma',
  'grok2-community',
  'lgpl-lr',
  'llama2',
  'llama3',
  'llama3.1',
  'llama3.2',
  'llama3.3',
  'llama4',
  'lppl-1.3c',
  'openrail',
  'openrail++',
] as const;

/** Hub ids for which only people can tell what is allowed, with a sentence that says why. */
export const unclearLicenses: ReadonlyMap<string, string> = new Map([
  ['other', 'other says nothing of what it allows'],
  ['unknown', 'unknown says nothing of what it allows'],
  ['cc', 'cc does not say which Creative Commons licence it is, and some forbid adaptations'],
  ['c-uda', 'c-uda allows computational use alone'],
  ...research.map((id) => [id, `${id} allows research alone`] as const),
  ...conditional.map(
    (id) => [id, `${id} has conditions of its own that would go on to all who get the prompts`] as const,
  ),
]);

/**
 * Licences by id in lower case: those of the Hub, and more of the same families from SPDX. People must decide on a
 * licence that is not here.
 */
export const licenseTerms: ReadonlyMap<string, LicenseTerms> = new Map([
  ...publicDomain.map((name) => entry(name, { attribution: false })),
  ...attribution.map((name) => entry(name, {})),
  // According to the Free Software Foundation, version 2 has no room for the patent terms.
  ...['Apache-2.0', 'ECL-2.0'].map((name) => entry(name, { except: ['gpl-2.0'] })),
  ...noncommercial.map((name) => entry(name, { noncommercial: true })),
  ...noDerivatives.map((name) => entry(name, { adaptations: [] })),
  ...neither.map((name) => entry(name, { adaptations: [], noncommercial: true })),
  ...Object.entries(copyleft).map(([name, more]) => shareAlike(name, more, {})),
  ...Object.entries(noncommercialCopyleft).map(([name, more]) => shareAlike(name, more, { noncommercial: true })),
  // Without a version number, any published version may be chosen.
  shareAlike('gpl', ['gpl-2.0', 'gpl-3.0'], {}),
  shareAlike('lgpl', ['lgpl-2.1', 'lgpl-3.0', 'gpl', 'gpl-2.0', 'gpl-3.0'], {}),
  shareAlike('gfdl', [], {}),
  shareAlike('odbl', [], {}),
]);

function entry(name: string, terms: Partial<LicenseTerms>): [string, LicenseTerms] {
  return [name.toLowerCase(), { ...open, ...terms }];
}

function shareAlike(name: string, more: readonly string[], terms: Partial<LicenseTerms>): [string, LicenseTerms] {
  const [id, rest] = entry(name, terms);
  return [id, { ...rest, adaptations: [id, ...more] }];
}
