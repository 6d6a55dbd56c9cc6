import { describe, expect, it } from 'vitest';
import type { BuildManifest, Source } from '../../../src/model.ts';
import type { ReleaseInput } from '../../../src/release/input.ts';
import { selectPrompts } from '../../../src/release/tables/released-prompts.ts';
import { isManifestOf, renderSourceData } from '../../../src/release/card/source-data.ts';
import { source } from '../../build/campaign-folder.ts';
import { campaign, prompt, releaseInput } from '../release-input.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
const oasst2 = { dataset: 'OpenAssistant/oasst2', revision: 'main', path: 'data/*.parquet' };
const sources: Source[] = [
  source('', { id: 'oasst2', files: [], hub: oasst2, license: 'apache-2.0' }),
  source('seeds/*.csv', { id: 'seeds' }),
];
const prompts = [
  prompt('p1', { kind: 'synthetic', source: 'seeds', license: null }),
  prompt('p2', { revision: commit }),
  prompt('p3', { revision: commit }),
  prompt('p4', { revision: commit }),
];
const manifest: BuildManifest = {
  version: 1,
  promptsSha256: null,
  sources: [
    { id: 'oasst2', dataset: 'OpenAssistant/oasst2', read: 500, kept: 3, files: ['data/a.parquet'] },
    { id: 'seeds', dataset: null, read: 9, kept: 1, files: ['seeds/one.csv'] },
  ],
};

function render(fields: Partial<ReleaseInput> = {}, publish = {}): string {
  const input = releaseInput({ campaign: { ...campaign(publish), sources }, prompts, manifest, ...fields });
  return renderSourceData(input, selectPrompts(input));
}

const dataset = 'https://huggingface.co/datasets/OpenAssistant/oasst2';
const hubCell = `[OpenAssistant&#47;oasst2](${dataset}) [0123456789ab](${dataset}/tree/${commit})`;
const apache = '[apache-2.0](https://spdx.org/licenses/Apache-2.0.html)';

describe('renderSourceData', () => {
  it('says where the prompts are from, at which commit, under which licence, and how many', () => {
    expect(render()).toBe(
      [
        '| Source | From | Kind | Licence | Read | Kept | Prompts | Answers |',
        '| --- | --- | --- | --- | --- | --- | --- | --- |',
        `| oasst2 | ${hubCell} | human | ${apache} | 500 | 3 | 1 | 1 |`,
        '| seeds | seeds&#47;&#42;.csv | synthetic | none declared | 9 | 1 | 1 | 2 |',
        '',
        'Read: rows of the source. Kept: its prompts in the campaign. Prompts: those in here.',
      ].join('\n'),
    );
  });

  it('names a licence by its id, once, however the sources write it', () => {
    const spelled = ['Apache 2.0', 'apache-2.0'].map((license, index) =>
      prompt(`p${index + 1}`, { source: 'seeds', license }),
    );
    expect(render({ prompts: spelled, manifest: null })).toContain(`| human | ${apache} | 2 | 3 |`);
  });

  it('works without the counts of a build that was made elsewhere', () => {
    expect(render({ manifest: null })).toBe(
      [
        '| Source | From | Kind | Licence | Prompts | Answers |',
        '| --- | --- | --- | --- | --- | --- |',
        `| oasst2 | ${hubCell} | human | ${apache} | 1 | 1 |`,
        '| seeds | seeds&#47;&#42;.csv | synthetic | none declared | 1 | 2 |',
      ].join('\n'),
    );
  });

  it('works without the counts of another build', () => {
    const [first, ...rest] = manifest.sources;
    const other = {
      ...manifest,
      sources: [{ ...(first ?? { id: 'x', dataset: null, read: 1, files: [] }), kept: 4 }, ...rest],
    };
    expect(render({ manifest: other })).toBe(render({ manifest: null }));
  });

  it('uses the manifest for a source that prank.yaml no longer has', () => {
    const gone = { ...campaign(), sources: [] };
    expect(render({ campaign: gone })).toContain(`| oasst2 | ${hubCell} |`);
    expect(render({ campaign: gone })).toContain('| seeds | seeds&#47;one.csv |');
    expect(render({ campaign: gone, manifest: null })).toContain('| seeds |  | synthetic |');
  });

  it('uses the manifest for a source that has another place in prank.yaml by now', () => {
    const moved = [source('new.csv', { id: 'oasst2' }), source('', { id: 'seeds', files: [], hub: oasst2 })];
    const shown = render({ campaign: { ...campaign(), sources: moved } });
    expect(shown).toContain(`| oasst2 | ${hubCell} |`);
    expect(shown).toContain('| seeds | seeds&#47;one.csv |');
  });

  it('counts the files that it does not name', () => {
    const files = ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv'];
    const many = { ...campaign(), sources: [source('', { id: 'seeds', files })] };
    expect(render({ campaign: many })).toContain('| a.csv, b.csv, c.csv, 2 more |');
  });

  it('gives the reasons of decisions below, and only of those that are needed', () => {
    const licenseDecisions = { seeds: 'We wrote them ourselves.', oasst2: 'Not needed.' };
    const text = render({}, { licenseDecisions });
    expect(text.split('\n').slice(-3)).toEqual([
      'The organizers decided to release these under cc-by-4.0 all the same:',
      '',
      '- seeds, 1 prompt (none declared&#58; nobody said that these prompts may be published): “We wrote them ourselves.”',
    ]);
  });

  it.each([
    '| a | b |\n| --- | --- |',
    '](https://evil.example) <script>alert(1)</script>',
    '<!-- prank:keep -->\n# Heading\n- item',
    '../../spaces/evil/phish?x=(1)',
    'www.evil.example `code` ``` **b** \u202e',
  ])('shows a hostile name, revision, licence or reason as text, case %#', (text) => {
    const hub = { dataset: text, revision: text, path: text };
    const hostile = [prompt('p1', { source: text, license: text, revision: text }), prompt('p2', { source: 'file' })];
    const mixed = [source('', { id: text, files: [], hub }), source(text, { id: 'file' })];
    const licenseDecisions = { [text]: text };
    const shown = render(
      { prompts: hostile, manifest: null, campaign: { ...campaign({ licenseDecisions }), sources: mixed } },
      {},
    );
    const lines = shown.split('\n');
    expect(lines).toHaveLength(8);
    const foreign = [...lines.slice(2, 4), ...lines.slice(7)].join('\n').replace(apache, '');
    expect(foreign).not.toMatch(/https?:|[<>`*[\]@\\]|www\.|[\p{Cf}]/u);
    for (const row of lines.slice(0, 4)) expect(row.split('|')).toHaveLength(8);
  });
});

describe('isManifestOf', () => {
  const counted = ['a', 'b'].map((id) => ({ id, dataset: null, read: 1, kept: 1, files: [] }));
  const two: BuildManifest = { version: 1, promptsSha256: null, sources: counted };

  it.each([
    [['a', 'b'], true],
    [['a', 'a'], false],
    [['a', 'c'], false],
    [['a'], false],
  ])('counts source by source: %j', (from, expected) => {
    const built = from.map((id, index) => prompt(String(index), { source: id }));
    expect(isManifestOf(two, built)).toBe(expected);
  });
});
