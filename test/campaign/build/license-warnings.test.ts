import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listLicenseWarnings } from '../../../src/campaign/build/license-warnings.ts';
import { openCampaign } from '../../../src/campaign/open.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prank-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function warnings(license: string, publish = 'publish: { license: cc-by-4.0 }'): Promise<string[]> {
  const text = `name: test
sources:
  - id: web
    file: a.csv
    prompt: prompt
    kind: human
${license}
task:
  question: { name: quality, title: How good?, values: [1, 2] }
argilla: { local: true }
${publish}
`;
  await writeFile(join(dir, 'prank.yaml'), text);
  const found = await listLicenseWarnings(await openCampaign(dir, { env: {} }));
  return found.map((one) => one.replace(`${dir}/`, ''));
}

it.each([
  ['    license: cc-by-4.0', undefined, []],
  ['    license: MIT', undefined, []],
  ['    license: other', undefined, []],
  ['    license: CC BY 4.0', undefined, []],
  ['    license: apache2.0', undefined, []],
  [
    '    license: cc-by',
    undefined,
    [
      'prank.yaml:7:14: the source web has an unknown licence, `cc-by`. Did you mean `cc-by-4.0`? `publish` will stop at it.',
    ],
  ],
  [
    '    license: My very own terms of use',
    '',
    ['prank.yaml:7:14: the source web has an unknown licence, `My very own terms of use`. `publish` will stop at it.'],
  ],
  [
    '',
    undefined,
    [
      'prank.yaml:3:5: the source web has no licence. Add one, such as `license: cc-by-4.0`. `publish` will stop at it.',
    ],
  ],
  ['', '', []],
  ['', 'publish: { license: cc-by-4.0, license_decisions: { web: they agreed } }', []],
])('%s and %s', async (license, publish, expected) => {
  expect(await warnings(license, publish)).toEqual(expected);
});
