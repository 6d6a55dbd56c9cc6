import { stringify } from 'yaml';
import { findLicense, licensePage } from '../../lib/licenses/find-license.ts';
import { compareText, printable } from '../../lib/text/text.ts';
import type { Prompt } from '../../model.ts';
import type { ReleasedSettings, ReleaseInput } from '../input.ts';
import type { ReleaseTable } from '../tables/release-table.ts';

/** Upper ends of the Hub's size classes, which it filters by. A release has at most 1e9 prompts. */
const sizeClasses: readonly (readonly [rows: number, name: string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
];

/**
 * The YAML block at the start of a card. Always lists `configs`, with exact paths: if the Hub guessed, it would load
 * charts as data, and with a pattern it would load whatever somebody adds to the folder.
 */
export function renderFrontMatter(input: ReleaseInput, tables: readonly ReleaseTable[], rows: number): string {
  const { campaign, simulated } = input;
  const sources = campaign.sources.filter(({ enabled }) => enabled);
  const origins = sources.map(({ hub }) => hub?.dataset ?? 'original');
  const creators = languageCreators(input.prompts);
  const languages = campaign.build.language?.keep ?? [];
  const fields = {
    ...licenseFields(campaign.publish),
    pretty_name: printable(campaign.name),
    ...(languages.length === 0 ? {} : { language: languages }),
    tags: ['argilla', simulated ? 'simulated-ratings' : 'human-feedback', 'prompts', 'ranking'],
    size_categories: [sizeClasses.find(([end]) => rows < end)?.[1] ?? '1B<n<10B'],
    task_categories: ['text-generation'],
    annotations_creators: [simulated ? 'machine-generated' : 'crowdsourced'],
    ...(creators.length === 0 ? {} : { language_creators: creators }),
    ...(origins.length === 0 ? {} : { source_datasets: [...new Set(origins)].toSorted(compareText) }),
    configs: tables.map(({ path }, index) => configFields(path, index === 0)),
  };
  // Python readers follow YAML 1.1, where a bare `no` is false and `1_000` is a number.
  return `---\n${stringify(fields, { version: '1.1', lineWidth: 0 })}---`;
}

/** Who wrote the prompts, in the Hub's terms. Prompts of unknown kind add nothing. */
function languageCreators(prompts: readonly Prompt[]): string[] {
  const kinds = new Set(prompts.map(({ kind }) => kind));
  return [...(kinds.has('human') ? ['found'] : []), ...(kinds.has('synthetic') ? ['machine-generated'] : [])];
}

/** The Hub refuses an id that is not in its list. Every other licence is `other`, with a name and the place of its text. */
function licenseFields({ license, licenseLink }: ReleasedSettings): Record<string, string> {
  const found = licenseLink === null ? findLicense(license) : null;
  if (found?.isOnHub === true) return { license: found.id };
  const link = licenseLink ?? (found === null ? null : licensePage(found));
  return {
    license: 'other',
    license_name: toLicenseName(found?.id ?? license),
    ...(link === null ? {} : { license_link: link }),
  };
}

/** The Hub asks for a short name in lower case, without spaces. */
function toLicenseName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9.+]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  return name === '' ? 'custom' : name;
}

function configFields(path: string, isDefault: boolean): object {
  const folder = path.slice(0, path.indexOf('/'));
  return {
    config_name: isDefault ? 'default' : folder,
    data_files: [{ split: 'train', path }],
    ...(isDefault ? { default: true } : {}),
  };
}
