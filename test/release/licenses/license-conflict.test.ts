import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hubLicenseIds } from '../../../src/lib/licenses/hub-ids.ts';
import {
  findLicenseConflict,
  findLicenseUrl,
  normalizeLicense,
  suggestRelease,
} from '../../../src/release/licenses/license-conflict.ts';
import { licenseTerms, unclearLicenses } from '../../../src/release/licenses/license-terms.ts';

const hubLicenses: readonly string[] = hubLicenseIds;

const fitting: [license: string, release: string][] = [
  // Nobody has to be asked.
  ['cc0-1.0', 'cc-by-4.0'],
  ['cc0-1.0', 'cc0-1.0'],
  ['pddl', 'cc0-1.0'],
  ['cc-pdm-1.0', 'mit'],
  ['unlicense', 'odbl'],
  ['cc0-1.0', 'licence-of-our-own'],
  // Attribution can be kept under nearly every licence.
  ['mit', 'cc-by-4.0'],
  ['apache-2.0', 'cc-by-4.0'],
  ['apache-2.0', 'gpl-3.0'],
  ['cc-by-3.0', 'cc-by-4.0'],
  ['cc-by-4.0', 'cc-by-3.0'],
  ['cc-by-4.0', 'cc-by-sa-4.0'],
  ['cc-by-4.0', 'cc-by-nc-4.0'],
  ['cc-by-4.0', 'cc-by-nd-4.0'],
  ['cc-by-4.0', 'mit'],
  ['odc-by', 'cc-by-4.0'],
  ['cdla-permissive-2.0', 'cc-by-4.0'],
  ['bsd-3-clause', 'odbl'],
  ['mit', 'licence-of-our-own'],
  // Non-commercial to non-commercial.
  ['cc-by-nc-4.0', 'cc-by-nc-4.0'],
  ['cc-by-nc-2.0', 'cc-by-nc-4.0'],
  ['cc-by-nc-4.0', 'cc-by-nc-sa-4.0'],
  ['cc-by-nc-4.0', 'cc-by-nc-nd-4.0'],
  // Share-alike: itself, later versions, and licences declared compatible.
  ['cc-by-sa-4.0', 'cc-by-sa-4.0'],
  ['cc-by-sa-3.0', 'cc-by-sa-4.0'],
  ['cc-by-sa-2.0', 'cc-by-sa-2.5'],
  ['cc-by-sa-4.0', 'gpl-3.0'],
  ['cc-by-nc-sa-3.0', 'cc-by-nc-sa-4.0'],
  ['odbl', 'odbl'],
  ['cdla-sharing-1.0', 'cdla-sharing-1.0'],
  ['lgpl-2.1', 'gpl-2.0'],
  ['gpl', 'gpl-3.0'],
  ['mpl-2.0', 'agpl-3.0'],
  ['eupl-1.2', 'cc-by-sa-3.0'],
  ['gfdl', 'gfdl'],
  // Other spellings.
  ['MIT', 'CC-BY-4.0'],
  [' Apache-2.0 ', 'cc-by-4.0'],
  ['ODbL-1.0', 'odbl'],
  ['GPL-3.0-or-later', 'gpl-3.0'],
  ['ODC-By-1.0', 'cc-by-sa-4.0'],
  ['Apache 2.0', 'CC BY 4.0'],
];

const conflicting: [license: string | null, release: string, why: string][] = [
  [null, 'cc-by-4.0', 'none declared: nobody said that these prompts may be published'],
  [null, 'cc0-1.0', 'none declared: nobody said that these prompts may be published'],
  ['cc-by-4.0', 'cc0-1.0', 'cc-by-4.0 wants its authors named, cc0-1.0 does not'],
  ['mit', 'pddl', 'mit wants its authors named, pddl does not'],
  ['apache-2.0', 'gpl-2.0', 'apache-2.0 has terms on patents that gpl-2.0 does not allow'],
  ['cc-by-nc-4.0', 'cc-by-4.0', 'cc-by-nc-4.0 forbids commercial use, cc-by-4.0 allows it'],
  ['cc-by-nc-4.0', 'cc-by-sa-4.0', 'cc-by-nc-4.0 forbids commercial use, cc-by-sa-4.0 allows it'],
  ['cc-by-nc-3.0', 'apache-2.0', 'cc-by-nc-3.0 forbids commercial use, apache-2.0 allows it'],
  ['cc-by-nc-4.0', 'ours', 'cc-by-nc-4.0 forbids commercial use, and prank does not know whether ours does'],
  ['cc-by-nd-4.0', 'cc-by-4.0', 'cc-by-nd-4.0 forbids adaptations'],
  ['cc-by-nd-4.0', 'cc-by-nd-4.0', 'cc-by-nd-4.0 forbids adaptations'],
  ['cc-by-nc-nd-4.0', 'cc-by-nc-nd-4.0', 'cc-by-nc-nd-4.0 forbids adaptations'],
  ['cc-by-sa-4.0', 'cc-by-4.0', 'cc-by-sa-4.0 lets adaptations be published under cc-by-sa-4.0 or gpl-3.0 alone'],
  [
    'cc-by-sa-3.0',
    'cc-by-nc-sa-4.0',
    'cc-by-sa-3.0 lets adaptations be published under cc-by-sa-3.0 or cc-by-sa-4.0 alone',
  ],
  ['cc-by-sa-1.0', 'cc-by-sa-4.0', 'cc-by-sa-1.0 lets adaptations be published under cc-by-sa-1.0 alone'],
  ['cc-by-nc-sa-4.0', 'cc-by-sa-4.0', 'cc-by-nc-sa-4.0 lets adaptations be published under cc-by-nc-sa-4.0 alone'],
  ['cc-by-nc-sa-4.0', 'cc-by-nc-4.0', 'cc-by-nc-sa-4.0 lets adaptations be published under cc-by-nc-sa-4.0 alone'],
  ['odbl', 'cc-by-4.0', 'odbl lets adaptations be published under odbl alone'],
  ['odbl', 'odc-by', 'odbl lets adaptations be published under odbl alone'],
  ['gpl-3.0', 'cc-by-sa-4.0', 'gpl-3.0 lets adaptations be published under gpl-3.0 alone'],
  ['other', 'other', 'other says nothing of what it allows'],
  ['unknown', 'cc-by-4.0', 'unknown says nothing of what it allows'],
  ['cc', 'cc', 'cc does not say which Creative Commons licence it is, and some forbid adaptations'],
  ['h-research', 'cc-by-4.0', 'h-research allows research alone'],
  ['c-uda', 'cc-by-4.0', 'c-uda allows computational use alone'],
  ['llama3', 'llama3', 'llama3 has conditions of its own that would go on to all who get the prompts'],
  ['licence-of-theirs', 'licence-of-theirs', 'prank does not know what licence-of-theirs allows'],
  ['see\nREADME', 'cc-by-4.0', 'prank does not know what see⏎README allows'],
  ['constructor', 'cc-by-4.0', 'prank does not know what constructor allows'],
];

describe('findLicenseConflict', () => {
  it.each(fitting)('allows %s under %s', (license, release) => {
    expect(findLicenseConflict(license, release)).toBeNull();
  });

  it.each(conflicting)('stops %s under %s', (license, release, why) => {
    expect(findLicenseConflict(license, release)).toBe(why);
  });

  it('has an answer for every licence of the Hub, and knows none as both with and without terms', () => {
    const wrong = hubLicenses.filter((id) => licenseTerms.has(id) === unclearLicenses.has(id));
    expect(wrong).toEqual([]);
    expect([...unclearLicenses.keys()].filter((id) => !hubLicenses.includes(id))).toEqual([]);
  });

  it('names no unknown licence as compatible', () => {
    const named = [...licenseTerms.values()].flatMap(({ adaptations, except }) => [
      ...(adaptations === 'any' ? [] : adaptations),
      ...except,
    ]);
    expect(named.filter((id) => !licenseTerms.has(id))).toEqual([]);
  });

  it('allows every licence under itself, unless it forbids adaptations', () => {
    for (const [id, { adaptations }] of licenseTerms) {
      expect(findLicenseConflict(id, id) === null, id).toBe(adaptations === 'any' || adaptations.length > 0);
    }
  });

  it('never allows non-commercial prompts under a licence that allows commercial use', () => {
    for (const [license, from] of licenseTerms) {
      for (const [release, to] of licenseTerms) {
        if (!from.noncommercial || to.noncommercial) continue;
        expect(findLicenseConflict(license, release), `${license} under ${release}`).not.toBeNull();
      }
    }
  });

  it('answers any two texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (license, release) => {
        const why = findLicenseConflict(license, release);
        expect(why === null || !/[\p{Cc}\n]/u.test(why)).toBe(true);
      }),
    );
  });
});

describe('suggestRelease', () => {
  it.each([
    [['mit', 'cc0-1.0'], 'cc-by-4.0'],
    [['mit', 'cc-by-sa-4.0'], 'cc-by-sa-4.0'],
    [['mit', 'cc-by-sa-3.0', 'cc-by-sa-4.0'], 'cc-by-sa-4.0'],
    [['cc-by-nc-4.0', 'apache-2.0'], 'cc-by-nc-4.0'],
    [['cc-by-nc-4.0', 'cc-by-nc-sa-4.0'], 'cc-by-nc-sa-4.0'],
    [['ODbL-1.0', 'mit'], 'odbl'],
    // A licence that fits nowhere needs a decision in any case.
    [['mit', 'cc-by-nd-4.0', 'other'], 'cc-by-4.0'],
    [['cc-by-sa-4.0', 'cc-by-nc-sa-4.0'], null],
    [['other'], null],
    [[], null],
  ])('for %j is %s', (licenses, release) => {
    expect(suggestRelease(licenses)).toBe(release);
  });
});

describe('findLicenseUrl', () => {
  it.each([
    ['mit', 'https://spdx.org/licenses/MIT.html'],
    ['CC-BY-SA-4.0', 'https://spdx.org/licenses/CC-BY-SA-4.0.html'],
    ['odbl', 'https://spdx.org/licenses/ODbL-1.0.html'],
    ['mit-0', 'https://spdx.org/licenses/MIT-0.html'],
    ['Apache License, Version 2.0', 'https://spdx.org/licenses/Apache-2.0.html'],
    ['bsd', null],
    ['other', null],
    ['](https://evil.example)', null],
  ])('of %s is %s', (license, url) => {
    expect(findLicenseUrl(license)).toBe(url);
  });

  it('knows no id that another spelling hides', () => {
    for (const id of licenseTerms.keys()) expect(normalizeLicense(id)).toBe(id);
  });
});
