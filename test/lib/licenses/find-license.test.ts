import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLicense, licensePage, suggestLicense } from '../../../src/lib/licenses/find-license.ts';
import { hubLicenseIds } from '../../../src/lib/licenses/hub-ids.ts';

const meant: [written: string, id: string, spdx: string | null][] = [
  // Ids of the Hub, of SPDX, and both.
  ['cc-by-4.0', 'cc-by-4.0', 'CC-BY-4.0'],
  ['CC-BY-4.0', 'cc-by-4.0', 'CC-BY-4.0'],
  [' mit ', 'mit', 'MIT'],
  ['openrail++', 'openrail++', null],
  ['llama3.1', 'llama3.1', null],
  ['other', 'other', null],
  ['ODbL-1.0', 'odbl', 'ODbL-1.0'],
  ['odbl', 'odbl', 'ODbL-1.0'],
  ['LGPLLR', 'lgpl-lr', 'LGPLLR'],
  ['gfdl', 'gfdl', null],
  ['GFDL-1.3-or-later', 'gfdl', 'GFDL-1.3-or-later'],
  ['GPL-3.0-or-later', 'gpl-3.0', 'GPL-3.0-or-later'],
  ['GPL-3.0-only', 'gpl-3.0', 'GPL-3.0-only'],
  ['gpl-2.0+', 'gpl-2.0', 'GPL-2.0'],
  // SPDX has them, the Hub does not.
  ['mit-0', 'mit-0', 'MIT-0'],
  ['0BSD', '0bsd', '0BSD'],
  ['cc-by-sa-2.0', 'cc-by-sa-2.0', 'CC-BY-SA-2.0'],
  ['cc-pdm-1.0', 'cc-pdm-1.0', 'CC-PDM-1.0'],
  ['OGL-UK-3.0', 'ogl-uk-3.0', 'OGL-UK-3.0'],
  // How people write them.
  ['CC BY 4.0', 'cc-by-4.0', 'CC-BY-4.0'],
  ['cc_by_sa_4.0', 'cc-by-sa-4.0', 'CC-BY-SA-4.0'],
  ['CC-BY 4', 'cc-by-4.0', 'CC-BY-4.0'],
  ['cc-by4.0', 'cc-by-4.0', 'CC-BY-4.0'],
  ['CC BY-NC-SA 4.0 International', 'cc-by-nc-sa-4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Attribution 4.0 International (CC BY 4.0)', 'cc-by-4.0', 'CC-BY-4.0'],
  ['Creative Commons Attribution-NonCommercial-ShareAlike 3.0', 'cc-by-nc-sa-3.0', 'CC-BY-NC-SA-3.0'],
  ['Creative Commons Zero v1.0 Universal', 'cc0-1.0', 'CC0-1.0'],
  ['CC0', 'cc0-1.0', 'CC0-1.0'],
  ['cc0 1.0', 'cc0-1.0', 'CC0-1.0'],
  ['apache2.0', 'apache-2.0', 'Apache-2.0'],
  ['Apache 2', 'apache-2.0', 'Apache-2.0'],
  ['Apache License, Version 2.0', 'apache-2.0', 'Apache-2.0'],
  ['The MIT License', 'mit', 'MIT'],
  ['GPLv3', 'gpl-3.0', 'GPL-3.0'],
  ['GNU General Public License v3.0', 'gpl-3.0', 'GPL-3.0'],
  ['AGPL v3', 'agpl-3.0', 'AGPL-3.0'],
  ['LGPLv2.1', 'lgpl-2.1', 'LGPL-2.1'],
  ['Mozilla Public License 2.0', 'mpl-2.0', 'MPL-2.0'],
  ['BSD 3-Clause', 'bsd-3-clause', 'BSD-3-Clause'],
  ['bsd3', 'bsd-3-clause', 'BSD-3-Clause'],
  ['https://creativecommons.org/licenses/by-sa/4.0/', 'cc-by-sa-4.0', 'CC-BY-SA-4.0'],
  ['http://creativecommons.org/publicdomain/zero/1.0/legalcode', 'cc0-1.0', 'CC0-1.0'],
  ['https://creativecommons.org/licenses/by/4.0/deed.de', 'cc-by-4.0', 'CC-BY-4.0'],
  ['https://spdx.org/licenses/MIT-0.html', 'mit-0', 'MIT-0'],
];

describe('a licence', () => {
  it.each(meant)('%s is %s', (written, id, spdx) => {
    const isOnHub = hubLicenseIds.some((known) => known === id);
    expect(findLicense(written)).toEqual({ id, isOnHub, spdx });
  });

  // A guess at a version, or at an owner's intention, would publish under terms that nobody chose.
  it.each([
    '',
    'cc-by',
    'cc-by-5.0',
    'CC BY',
    'apache',
    'unlicensed',
    'public domain',
    'proprietary',
    'bsl-1.1',
    'my own terms',
    'mit and more',
    '__proto__',
    'constructor',
  ])('is not guessed from "%s"', (written) => {
    expect(findLicense(written)).toBeNull();
  });

  it('keeps every id of the Hub as it is', () => {
    for (const id of hubLicenseIds) expect(findLicense(id)).toMatchObject({ id, isOnHub: true });
  });

  it('keeps its id when it is looked up again, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...meant.map(([written]) => written))), (written) => {
        const id = findLicense(written)?.id ?? null;
        expect(id === null ? null : findLicense(id)?.id).toBe(id);
      }),
    );
  });

  it('has its page at SPDX', () => {
    expect(licensePage({ spdx: 'MIT-0' })).toBe('https://spdx.org/licenses/MIT-0.html');
    expect(licensePage({ spdx: null })).toBeNull();
  });

  it.each([
    ['cc-by', 'cc-by-4.0'],
    ['Apache', 'apache-2.0'],
    ['cc-by-40', 'cc-by-4.0'],
    ['apche-2.0', 'apache-2.0'],
    ['mitt', 'mit'],
    ['terms of our own house', null],
  ])('that may be meant by "%s" is %s', (written, id) => {
    expect(suggestLicense(written)).toBe(id);
  });
});
