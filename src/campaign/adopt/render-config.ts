import { Document, isScalar, visit } from 'yaml';
import type { TargetEdit } from '../../config/edit-config.ts';
import type { WrittenConfig } from '../../config/schema/schema.ts';
import { printable } from '../../lib/text/text.ts';
import type { FoundCampaign } from './found.ts';
import type { FoundSource, SourceList } from './list-sources.ts';

export const sourceFolder = 'prompts/';

/** The file of a source, relative to prank.yaml. */
export function sourcePath({ id }: Pick<FoundSource, 'id'>): string {
  return `${sourceFolder}${id}.jsonl`;
}

/** The prank.yaml of an adopted campaign. It drops and changes no prompt. */
export function renderConfig(
  name: string,
  { origin, task, target, publish, guidelines }: FoundCampaign,
  { sources, longest }: SourceList,
): string {
  const guidelinesKey = guidelines === null ? {} : { guidelines: 'guidelines.md' };
  const sections: [comment: string, section: Partial<WrittenConfig>][] = [
    [`The campaign's name.`, { name }],
    [
      'Where prompts come from. These files hold them as they were found: one file for each source and licence.',
      { sources: sources.map(renderSource) },
    ],
    [
      'All prompts are kept as they are. Only equal texts count as one.',
      { build: { length: { min: 0, max: Math.max(4000, longest) }, near_duplicates: false, pii: 'keep' } },
    ],
    ['What raters see and do.', { task: { ...guidelinesKey, ...task } }],
    ['Where people rate.', { argilla: renderTarget(target) }],
    ...(publish === null ? [] : [['What comes out.', { publish }] satisfies [string, Partial<WrittenConfig>]]),
  ];
  return [
    '# yaml-language-server: $schema=./prank.schema.json',
    '',
    `# Made by prank from ${printable(origin, 300)}.`,
    '# A word that follows a # is a comment: prank does not read it.',
    ...sections.flatMap(([comment, section]) => ['', `# ${comment}`, renderYaml(section).trimEnd()]),
    ...(publish === null ? noPublish : moreToPublish),
    '',
  ].join('\n');
}

const noPublish = [
  '',
  '# What comes out. Choose a licence before you publish.',
  '# publish:',
  '#   license: cc-by-4.0                 # of the ranked dataset',
  '#   dataset: my-org/prompts-ranked     # a dataset on the Hugging Face Hub to publish to',
  '#   backup: my-org/prompts-backup      # a private dataset from which all can be rebuilt',
];

const moreToPublish = [
  '  # dataset: my-org/prompts-ranked     # a dataset on the Hugging Face Hub to publish to',
  '  # backup: my-org/prompts-backup      # a private dataset from which all can be rebuilt',
];

function renderSource(source: FoundSource): WrittenConfig['sources'][number] {
  const { id, license, kind, metadata } = source;
  return {
    id,
    file: sourcePath(source),
    prompt: 'prompt',
    kind: kind ?? { column: 'kind', map: { human: 'human', synthetic: 'synthetic', unknown: 'unknown' } },
    ...(license === null ? {} : { license }),
    ...(metadata.length === 0
      ? {}
      : { metadata: Object.fromEntries(metadata.map((name) => [name, `metadata.${name}`])) }),
  };
}

function renderTarget(target: TargetEdit): WrittenConfig['argilla'] {
  return target === 'local' ? { local: true } : target;
}

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Foreign words can't hide anything: invisible characters are escaped. */
function renderYaml(section: Partial<WrittenConfig>): string {
  const document = new Document(section, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && unprintable.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      character === '\n' ? character : String.raw`\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
    );
}
