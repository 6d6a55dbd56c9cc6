import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { FactorAnalysis, FactorEffect } from '../../../src/model.ts';
import type { ReleaseInput } from '../../../src/release/input.ts';
import { renderRelease } from '../../../src/release/render-release.ts';
import { agreement, answer, campaign, prompt, rankedItem, releaseInput } from '../release-input.ts';

function renderCard(fields: Partial<ReleaseInput> = {}, keptParts: string[] = []): string {
  return renderRelease(releaseInput(fields), { keptParts, changes: [] }).texts.get('README.md') ?? '';
}

function frontMatter(card: string): unknown {
  const [, block] = /^---\n([\s\S]*?)\n---\n/u.exec(card) ?? [];
  // The parser rejects duplicate keys.
  const document = parseDocument(block ?? '', { version: '1.1' });
  expect(document.errors).toEqual([]);
  return document.toJS();
}

describe('front matter', () => {
  it('gives the Hub what it needs', () => {
    expect(frontMatter(renderCard())).toEqual({
      license: 'cc-by-4.0',
      pretty_name: 'prompt ranking',
      tags: ['argilla', 'human-feedback', 'prompts', 'ranking'],
      size_categories: ['n<1K'],
      task_categories: ['text-generation'],
      annotations_creators: ['crowdsourced'],
      language_creators: ['found', 'machine-generated'],
      configs: [
        {
          config_name: 'default',
          data_files: [{ split: 'train', path: 'data/train-00000-of-00001.parquet' }],
          default: true,
        },
        { config_name: 'ratings', data_files: [{ split: 'train', path: 'ratings/train-00000-of-00001.parquet' }] },
        { config_name: 'raters', data_files: [{ split: 'train', path: 'raters/train-00000-of-00001.parquet' }] },
      ],
    });
  });

  it('has no config for raters if they are omitted', () => {
    const card = renderCard({ campaign: campaign({ raters: 'omit' }) });
    expect(frontMatter(card)).toMatchObject({ configs: [{ config_name: 'default' }, { config_name: 'ratings' }] });
  });

  it.each([
    ['odbl', null, { license: 'odbl' }],
    ['openrail++', null, { license: 'openrail++' }],
    ['mit-0', null, { license: 'other', license_name: 'mit-0', license_link: 'https://spdx.org/licenses/MIT-0.html' }],
    [
      'Terms of "Our House", 2nd (draft)',
      'https://example.org/terms(2)',
      {
        license: 'other',
        license_name: 'terms-of-our-house-2nd-draft',
        license_link: 'https://example.org/terms(2)',
      },
    ],
    ['條款', 'https://example.org', { license: 'other', license_name: 'custom', license_link: 'https://example.org' }],
  ])('names the licence %s as the Hub accepts it', (license, licenseLink, expected) => {
    const {
      license: id,
      license_name: name,
      license_link: link,
    } = Object(frontMatter(renderCard({ campaign: campaign({ license, licenseLink }) })));
    expect({
      license: id,
      ...(name === undefined ? {} : { license_name: name }),
      ...(link === undefined ? {} : { license_link: link }),
    }).toEqual(expected);
  });

  it('links to the text of the licence', () => {
    const ours = campaign({ license: 'our [terms]', licenseLink: 'https://example.org/a(b)' });
    expect(renderCard({ campaign: ours })).toContain('our &#91;terms&#93;](https://example.org/a%28b%29).');
    expect(renderCard()).toContain('This dataset: [cc-by-4.0](https://spdx.org/licenses/CC-BY-4.0.html).');
  });

  it('accepts any campaign name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('no', '1_000', '---', '2026-01-01', '*a', '')),
        (name) => {
          const fields = frontMatter(renderCard({ campaign: { ...campaign(), name } }));
          expect(fields).toMatchObject({ license: 'cc-by-4.0', pretty_name: expect.any(String) });
        },
      ),
    );
  });
});

describe('the card', () => {
  it('says that ratings are simulated, at the top and for machines', () => {
    const card = renderCard({ simulated: true });
    expect(card.slice(0, 1200)).toContain('> **The ratings in this dataset are simulated.**');
    expect(frontMatter(card)).toMatchObject({
      annotations_creators: ['machine-generated'],
      tags: expect.arrayContaining(['simulated-ratings']),
    });
    expect(card).not.toMatch(/human-feedback|rated by people/u);
  });

  it('does not say so for ratings by people', () => {
    expect(renderCard()).not.toMatch(/simulated/u);
  });

  it('says how it was collected', () => {
    const card = renderCard();
    expect(card).toContain('1 = Very bad, 2 = Bad, 3 = Ok, 4 = Good, 5 = Very good');
    expect(card).toContain(
      '3 submitted answers of 2 raters, and 2 discarded ones, given from 2026-03-01 to 2026-03-04.',
    );
    expect(card).toContain('load_dataset("my-org/prompts-ranked", "ratings", split="train")');
  });

  it('shows agreement over all and in groups, with intervals, and what is not defined', () => {
    const { ranking } = releaseInput();
    const groups = [
      { by: 'source' as const, group: 'oa|sst <2>', agreement: agreement(0.5) },
      { by: 'length' as const, group: '10 to 90 characters', agreement: agreement(null) },
    ];
    const card = renderCard({ ranking: { ...ranking, agreementAnalysis: { overall: agreement(0.25), groups } } });
    expect(card).toContain('| **all prompts** | 2 | 0.25 (0.13 to 0.38) | 0.25 (0.13 to 0.38) | 25 % | 25 % | 25 % |');
    expect(card).toContain('| source: oa&#124;sst &#60;2&#62; | 2 | 0.50 (0.38 to 0.63) |');
    expect(card).toContain('| 10 to 90 characters | 2 | – | – | – | – | – |');
  });

  it('says why agreement is unknown', () => {
    const { ranking } = releaseInput();
    const card = renderCard({ ranking: { ...ranking, agreementAnalysis: { overall: agreement(null), groups: [] } } });
    expect(card).toContain('Nothing can be said about agreement: no prompt has two answers.');
  });

  it('says what ratings depend on: sentences, all effects, and why there are none', () => {
    const { ranking } = releaseInput();
    const effect = { effect: 0.21, low: 0.15, high: 0.27, holds: true };
    const effects: FactorEffect[] = [
      { ...effect, factor: 'kind', contrast: 'human against synthetic', sentence: 'Human prompts are rated higher.' },
      { ...effect, factor: 'source', contrast: 'source <b>| against all', sentence: 'From <b>: no.', holds: false },
    ];
    const factors: FactorAnalysis = {
      ratings: { effects, answers: 300, reason: null },
      disagreement: { effects: null, answers: 4, reason: 'there are 4 answers' },
    };
    const card = renderCard({ ranking: { ...ranking, factors } });
    expect(card).toContain('- Human prompts are rated higher.\n\nFrom 300 answers:');
    expect(card).toContain('| human against synthetic | 0.21 (0.15 to 0.27) | yes |');
    expect(card).toContain('| source &#60;b&#62;&#124; against all | 0.21 (0.15 to 0.27) | no |');
    expect(card).not.toContain('From <b>');
    expect(card).toContain('Nothing can be said about it: there are 4 answers.');
  });

  it.each([
    ['none', 'All ratings are equal'],
    ['alike', 'no evidence that raters differ'],
    ['severity', 'how strict each rater is and takes it out'],
    ['full', "careless raters' answers count less"],
  ] as const)('says how far raters differ: %s', (raterModel, words) => {
    expect(renderCard({ ranking: { ...releaseInput().ranking, raterModel } })).toContain(words);
  });

  it('keeps hand-written parts, all of them', () => {
    const card = renderCard({}, ['one', '', 'two']);
    expect(card).toContain(
      '<!-- prank:keep -->\none\n<!-- /prank:keep -->\n\n<!-- prank:keep -->\ntwo\n<!-- /prank:keep -->',
    );
  });

  const hostile = [
    '| a | b |\n| --- | --- |',
    '``` \n# Heading\n```',
    '<script>alert(1)</script> <!-- prank:keep -->',
    '[click](https://evil.example) ![x](https://evil.example/x.png)',
    'see arxiv.org/abs/2301.00001 or www.evil.example or a@evil.example',
    '---\nlicense: mit\n---',
    '\u202edesrever\u202c \u200b\u0007\u001b[31m',
    '\ud800\udc00 \udfff lone',
    '\\| \\` $x$ ~~no~~ **no** _no_ &lt;b&gt; :smile:',
    'x'.repeat(100_000),
  ];

  it.each(hostile)('shows a hostile prompt as text, case %#', (text) => {
    const card = renderCard({
      prompts: [prompt('p2', { prompt: text, source: text, license: text })],
      answers: [answer('p2', 'r1')],
      ranking: { ...releaseInput().ranking, items: [rankedItem('p2', 1)] },
    });
    const plain = renderCard({
      prompts: [prompt('p2', { prompt: 'x', source: 'x', license: 'x' })],
      answers: [answer('p2', 'r1')],
      ranking: { ...releaseInput().ranking, items: [rankedItem('p2', 1)] },
    });
    expect(card.split('\n')).toHaveLength(plain.split('\n').length);
    const [, best] = card.split('## The best prompts\n\n');
    const row = best?.split('\n')[2] ?? '';
    expect(row.split('|')).toHaveLength(8);
    expect(row).not.toMatch(/[<>`*_[\]$~:@/\\]|www\.|[\p{Cc}\p{Cf}]/u);
    expect(card.isWellFormed()).toBe(true);
    expect(row.length).toBeLessThan(102_000);
  });

  it('cuts long prompts', () => {
    const card = renderCard({ prompts: [prompt('p2', { prompt: 'long '.repeat(20_000) })] });
    expect(card.length).toBeLessThan(14_000);
  });

  it("quotes guidelines so that they can't break out", () => {
    const fence = fc.constantFrom(
      '```',
      '````',
      '~~~',
      '`',
      '\n',
      '<!-- prank:keep -->',
      '---',
      ' ',
      '# x',
      '\r\n',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.array(fence).map((parts) => parts.join('')),
        (guidelines) => {
          const { task } = campaign();
          const card = renderCard({ campaign: { ...campaign(), task: { ...task, guidelines } } });
          const [, after] = card.split('Raters read these guidelines:\n\n');
          const lines = (after ?? '').split('\n');
          const open = /^(`+)markdown$/u.exec(lines[0] ?? '')?.[1] ?? '';
          const close = lines.findIndex(
            (line, index) => index > 0 && new RegExp(`^ {0,3}\`{${open.length},}\\s*$`, 'u').test(line),
          );
          expect(lines.slice(close + 1, close + 3)).toEqual(['', '## Source data']);
        },
      ),
    );
  });

  it('leaves out missing guidelines', () => {
    const { task } = campaign();
    const card = renderCard({ campaign: { ...campaign(), task: { ...task, guidelines: null } } });
    expect(card).not.toContain('guidelines');
  });
});

describe('credits', () => {
  it('thank everybody, and by name only those who asked for it', () => {
    const card = renderCard({ campaign: campaign({ thanks: ['Ada <b>Lovelace</b>', 'Grace'] }) });
    expect(card).toContain('To the 2 people who gave their time');
    expect(card).toContain('who wanted to be named: Ada &#60;b&#62;Lovelace&#60;&#47;b&#62; and Grace.');
    expect(renderCard()).not.toMatch(/wanted to be named|lovelace/iu);
    expect(renderCard({ simulated: true })).not.toContain('## Thanks');
  });

  it('are a BibTeX entry that LaTeX can set, whatever is in the names', () => {
    const authors = ['A & B_C', 'back\\slash {100 %}\n~'];
    const card = renderCard({ campaign: { ...campaign({ authors }), name: 'prompts_#1' } });
    const [, entry = ''] = /```bibtex\n([\s\S]*?)```/u.exec(card) ?? [];
    expect(entry).toContain('@misc{prompts-ranked-2026,');
    expect(entry).toContain('title = {{prompts\\_\\#1}}');
    expect(entry).toContain(
      'author = {{A \\& B\\_C} and {back\\textbackslash slash \\textbraceleft 100 \\%\\textbraceright  \\textasciitilde }}',
    );
    expect(entry).toContain('url = {https://huggingface.co/datasets/my-org/prompts-ranked}');
  });

  it('cite the owner if no authors are named, and nobody in a release that goes nowhere', () => {
    expect(renderCard()).toContain('author = {{my-org}}');
    expect(renderCard({ campaign: campaign({ dataset: null }) })).not.toMatch(/author =|url =/u);
  });

  it('say how to check the ranking', () => {
    expect(renderCard()).toContain('prank verify my-org/prompts-ranked');
    expect(renderCard({ campaign: campaign({ dataset: null }) })).toContain('prank verify path/to/this/folder');
  });
});

describe('the summary', () => {
  it('says what is in the release, how sure it is and how far people agree', () => {
    const card = renderCard();
    expect(card).toMatch(
      /- \*\*What it is\*\*: \d+ prompts? \(.*\) from \d sources?, rated by \d people in \d answers, 1\.\d a prompt/u,
    );
    expect(card).toMatch(/- \*\*How sure it is\*\*: .* half of them are narrower than \d\.\d steps/u);
  });
});
