import { isMap, isSeq, parseDocument } from 'yaml';
import { UnsafeError } from '../../lib/errors.ts';

/** The files of a Space that control sign-in; null = missing. */
export interface SpaceFiles {
  readme: string | null;
  oauthConfig: string | null;
}

const frontMatter = /^\uFEFF?---[ \t]*\r?\n(?<yaml>(?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)/u;

/** The front matter that a README needs so that the Hub starts the container and sends visitors to its port. */
const barestFrontMatter = 'sdk: docker\napp_port: 6900\ntags:\n  - argilla\n';

/**
 * Adds `hf_oauth: true` to the README's front matter, which makes the Hub give the Space what sign-in needs. Everything
 * else is kept; if nothing needs to change, the text comes back as it is. Throws UnsafeError `space_file_broken`.
 */
export function editReadme(readme: string | null): string {
  const text = readme ?? '';
  const match = frontMatter.exec(text);
  const yaml = match?.groups?.['yaml'];
  const edited = editYaml('README.md', yaml ?? barestFrontMatter, (document) => {
    if (document.get('hf_oauth') !== true) document.set('hf_oauth', true);
  });
  if (match === null) return `---\n${edited}---\n${text === '' ? '' : `\n${text}`}`;
  if (edited === yaml) return text;
  return `---\n${edited}---\n${text.slice(match[0].length)}`;
}

/** What the README of a Space says of its campaign. */
export interface SpaceIntroduction {
  title: string;
  /** Where raters answer. */
  url: string;
  /** The dataset of the ranking, `owner/name`; null = none. */
  dataset: string | null;
}

/**
 * Replaces title and text of a README that is still the template's, with `templateTitle`, by the campaign's. Any other
 * README belongs to somebody and comes back as it is.
 */
export function introduceReadme(
  readme: string,
  { title, url, dataset }: SpaceIntroduction,
  templateTitle: string,
): string {
  const match = frontMatter.exec(readme);
  const yaml = match?.groups?.['yaml'];
  if (match === null || yaml === undefined) return readme;
  if (parseDocument(yaml).get('title') !== templateTitle) return readme;
  const edited = editYaml('README.md', yaml, (document) => document.set('title', title));
  const ranking = dataset === null ? [] : [`- [The ranking](https://huggingface.co/datasets/${dataset})`];
  const text = [
    `# ${title}`,
    '',
    'A community rates prompts here. Sign in with Hugging Face, and rate what you see.',
    '',
    `- [Rate prompts](${url})`,
    ...ranking,
    '',
  ].join('\n');
  return `---\n${edited}---\n\n${text}`;
}

/**
 * Adds sign-in with the Hub, and the workspace that people join when they sign in for the first time. A config that has
 * both comes back as it is. Workspaces of the template are replaced if there are no others. Throws UnsafeError
 * `space_file_broken`.
 */
export function editOauthConfig(
  config: string | null,
  workspace: string,
  templateWorkspaces: readonly string[],
): string {
  return editYaml('.oauth.yaml', config ?? 'providers: []\n', (document) => {
    if (!namesOf(document.get('providers')).includes('huggingface')) {
      append(document, 'providers', { name: 'huggingface' });
    }
    const allowed = namesOf(document.get('allowed_workspaces'));
    if (allowed.includes(workspace)) return;
    if (allowed.every((name) => templateWorkspaces.includes(name))) document.set('allowed_workspaces', []);
    append(document, 'allowed_workspaces', { name: workspace });
  });
}

type YamlDocument = ReturnType<typeof parseDocument>;

function editYaml(path: string, text: string, edit: (document: YamlDocument) => void): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !(document.contents === null || isMap(document.contents))) {
    throw new UnsafeError('space_file_broken', `${path} of the Space is not the YAML that it should be.`, {
      details: { path, why: document.errors[0]?.code ?? 'not a map' },
    });
  }
  const before = JSON.stringify(document.toJS());
  edit(document);
  if (JSON.stringify(document.toJS()) === before) return text;
  return document.toString({ lineWidth: 0 });
}

function append(document: YamlDocument, key: string, item: object): void {
  const list = document.get(key);
  const node = document.createNode(item);
  // A list in brackets stays on one line. An empty one, like ours, is replaced by a list with one item per line.
  if (isSeq(list) && list.items.length > 0) list.add(node);
  else document.set(key, document.createNode([item]));
}

function namesOf(list: unknown): string[] {
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => (isMap(item) ? String(item.get('name')) : []));
}
