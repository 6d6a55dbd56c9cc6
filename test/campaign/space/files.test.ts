import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editOauthConfig, editReadme, introduceReadme } from '../../../src/campaign/space/files.ts';
import { recognizeImage } from '../../../src/campaign/space/software.ts';
import { UnsafeError } from '../../../src/lib/errors.ts';

describe('editReadme', () => {
  const cases: [string, string | null, string][] = [
    [
      'adds the key and keeps all else, comments too',
      '---\ntitle: "A: b"  # ours\nsdk: docker\n---\n\n# Text\n---\nmore\n',
      '---\ntitle: "A: b" # ours\nsdk: docker\nhf_oauth: true\n---\n\n# Text\n---\nmore\n',
    ],
    ['switches it on', '---\nhf_oauth: false\n---\n', '---\nhf_oauth: true\n---\n'],
    ['keeps what is right, byte by byte', '---\nhf_oauth:   true\n---\nx', '---\nhf_oauth:   true\n---\nx'],
    [
      'writes one where there is none',
      null,
      '---\nsdk: docker\napp_port: 6900\ntags:\n  - argilla\nhf_oauth: true\n---\n',
    ],
    [
      'puts front matter before a bare text',
      '# Hello\n',
      '---\nsdk: docker\napp_port: 6900\ntags:\n  - argilla\nhf_oauth: true\n---\n\n# Hello\n',
    ],
  ];
  it.each(cases)('%s', (_, readme, expected) => {
    expect(editReadme(readme)).toBe(expected);
    expect(editReadme(expected)).toBe(expected);
  });

  it("does not overwrite what it can't read", () => {
    expect(() => editReadme('---\na: [1\n---\n')).toThrow(UnsafeError);
    expect(() => editReadme('---\n- a\n---\n')).toThrow('README.md of the Space is not the YAML that it should be.');
  });

  it('changes one key of any front matter', () => {
    const keys = fc.stringMatching(/^[a-z_]{1,12}$/u);
    const values = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(keys, values), fc.string(), (fields, text) => {
        const body = `\n${text.replaceAll('\r', '')}`;
        const edited = editReadme(`---\n${JSON.stringify(fields)}\n---\n${body}`);
        const end = edited.indexOf('\n---\n', 3);
        expect(parse(edited.slice(4, end + 1))).toEqual({ ...fields, hf_oauth: true });
        expect(edited.slice(end + 5)).toBe(body);
        expect(editReadme(edited)).toBe(edited);
      }),
    );
  });
});

describe('introduceReadme', () => {
  const about = { title: 'rating', url: 'https://o-s.hf.space', dataset: 'o/ranked' };
  const template = '---\n# theirs\ntitle: Argilla Template Space\nsdk: docker\n---\n\nDuplicate this Space.\n';

  it("puts the campaign's title and text in the place of the template's", () => {
    expect(introduceReadme(template, about, 'Argilla Template Space')).toBe(
      '---\n# theirs\ntitle: rating\nsdk: docker\n---\n\n# rating\n\nA community rates prompts here. Sign in with Hugging Face, and rate what you see.\n\n- [Rate prompts](https://o-s.hf.space)\n- [The ranking](https://huggingface.co/datasets/o/ranked)\n',
    );
    expect(introduceReadme(template, { ...about, dataset: null }, 'Argilla Template Space')).not.toContain('ranking');
  });

  it.each(['---\ntitle: Mine\n---\nx', '---\nsdk: docker\n---\n', 'no front matter', ''])(
    'leaves %j alone',
    (readme) => {
      expect(introduceReadme(readme, about, 'Argilla Template Space')).toBe(readme);
    },
  );
});

describe('editOauthConfig', () => {
  const cases: [string, string | null, unknown][] = [
    ['none', null, { providers: [{ name: 'huggingface' }], allowed_workspaces: [{ name: 'w' }] }],
    [
      "the template's",
      'providers:\n  - name: huggingface\n\nallowed_workspaces:\n  - name: argilla\n',
      { providers: [{ name: 'huggingface' }], allowed_workspaces: [{ name: 'w' }] },
    ],
    [
      'a template with two workspaces',
      'enabled: true\nproviders:\n  - name: huggingface\nallowed_workspaces:\n  - name: demo\n  - name: argilla\n',
      { enabled: true, providers: [{ name: 'huggingface' }], allowed_workspaces: [{ name: 'w' }] },
    ],
    [
      'one with other workspaces',
      'providers:\n  - name: huggingface\nallowed_workspaces:\n  - name: argilla\n  - name: x\n',
      { providers: [{ name: 'huggingface' }], allowed_workspaces: [{ name: 'argilla' }, { name: 'x' }, { name: 'w' }] },
    ],
    [
      'one with other providers and keys',
      'providers:\n  - name: github\n    client_id: 1\nextra_backends: [a.b]\n',
      {
        providers: [{ name: 'github', client_id: 1 }, { name: 'huggingface' }],
        extra_backends: ['a.b'],
        allowed_workspaces: [{ name: 'w' }],
      },
    ],
    ['an empty one', '', { providers: [{ name: 'huggingface' }], allowed_workspaces: [{ name: 'w' }] }],
  ];
  it.each(cases)('%s', (_, config, expected) => {
    const edited = editOauthConfig(config, 'w', ['argilla', 'demo']);
    expect(parse(edited)).toEqual(expected);
    expect(editOauthConfig(edited, 'w', ['argilla', 'demo'])).toBe(edited);
  });

  it('keeps a file that is already right, byte by byte', () => {
    const config = '# ours\nallowed_workspaces: [{name: w}, {name: x}]\nproviders: [{name: huggingface}]';
    expect(editOauthConfig(config, 'w', ['argilla', 'demo'])).toBe(config);
  });
});

it.each([
  ['FROM argilla/argilla-hf-spaces:v2.8.0\n', 'argilla'],
  ['# Argilla\nfrom docker.io/argilla/argilla-quickstart:latest', 'argilla'],
  ['FROM extralit/extralit-hf-space:latest\n', 'extralit'],
  ['# From argilla/argilla\nFROM extralitdev/extralit-hf-space@sha256:b726\n', 'extralit'],
  ['FROM extralitdev/argilla-hf-spaces:latest\n', 'extralit'],
  ['FROM python:3.12\nRUN pip install argilla', null],
  ['', null],
])('recognizeImage %j', (text, expected) => {
  expect(recognizeImage(text)).toBe(expected);
});
