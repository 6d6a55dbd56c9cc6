import { brokenRule } from './survey.ts';
import type { Rule, Sound } from './survey.ts';
import type { WrittenConfig } from './schema.ts';

type WrittenSource = Sound<WrittenConfig['sources'][number]>;

/** Names that prank fills in for every prompt. */
export const builtInMetadata: readonly string[] = ['source', 'kind', 'license', 'length'];

export const sourceIdsAreUnique: Rule = ({ config }) => {
  const ids = (config.sources ?? []).map((source) => source?.id);
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (id === undefined || first === index) return [];
    return [
      brokenRule(['sources', index, 'id'], `is \`${id}\`, which sources[${first}] has already`, 'give it another id'),
    ];
  });
};

export const eachSourceHasOnePlace: Rule = ({ config, isSound }) =>
  eachSource(config.sources, (source, index) => {
    if (source.file !== undefined && source.hub !== undefined) {
      return [brokenRule(['sources', index, 'hub'], 'stands beside file', 'keep one of the two')];
    }
    if (source.file !== undefined || source.hub !== undefined || !isSound('sources', index)) return [];
    return [brokenRule(['sources', index], 'says neither file nor hub', 'add one of the two')];
  });

export const hubSourcesNameTheirFiles: Rule = ({ config, isSound }) =>
  eachSource(config.sources, (source, index) => {
    if (source.hub === undefined || source.path !== undefined || !isSound('sources', index)) return [];
    return [brokenRule(['sources', index, 'path'], 'is missing', 'say which files of the dataset to read')];
  });

export const hubKeysNeedHub: Rule = ({ config }) =>
  eachSource(config.sources, (source, index) => {
    if (source.file === undefined || source.hub !== undefined) return [];
    return (['revision', 'path'] as const)
      .filter((key) => source[key] !== undefined)
      .map((key) => brokenRule(['sources', index, key], 'belongs to hub, and this source reads file', 'remove it'));
  });

export const filesAreOnDisk: Rule = ({ config }) =>
  eachSource(config.sources, (source, index) =>
    [source.file ?? []].flat().flatMap((file, place) => {
      if (file === undefined || !/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return [];
      const path = Array.isArray(source.file) ? ['sources', index, 'file', place] : ['sources', index, 'file'];
      return [brokenRule(path, 'is an address', 'download the file first, or name a Hub dataset with hub and path')];
    }),
  );

export const carriedNamesAreFree: Rule = ({ config }) =>
  eachSource(config.sources, (source, index) =>
    Object.keys(source.metadata ?? {})
      .filter((name) => builtInMetadata.includes(name))
      .map((name) => ({
        ...brokenRule(
          ['sources', index, 'metadata', name],
          'is a name that prank fills in itself',
          'carry it under another name',
        ),
        at: 'key',
      })),
  );

export const someSourceIsEnabled: Rule = ({ config: { sources } }) => {
  if (sources === undefined || sources.some((source) => source?.enabled !== false)) return [];
  return [brokenRule(['sources'], 'are all disabled', 'remove `enabled: false` from one')];
};

export const sourceRules: readonly Rule[] = [
  sourceIdsAreUnique,
  eachSourceHasOnePlace,
  hubSourcesNameTheirFiles,
  hubKeysNeedHub,
  filesAreOnDisk,
  carriedNamesAreFree,
  someSourceIsEnabled,
];

function eachSource<T>(
  sources: (WrittenSource | undefined)[] | undefined,
  look: (source: WrittenSource, index: number) => T[],
): T[] {
  return (sources ?? []).flatMap((source, index) => (source === undefined ? [] : look(source, index)));
}
