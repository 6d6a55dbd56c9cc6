import { brokenRule } from './survey.ts';
import type { ConfigPath } from '../faults/fault.ts';
import type { Rule, Sound, Survey } from './survey.ts';
import type { WrittenConfig } from '../schema/schema.ts';

type WrittenSource = Sound<WrittenConfig['sources'][number]>;
type WrittenPlace = Sound<NonNullable<NonNullable<WrittenConfig['build']>['exclude']>[number]>;

/** Metadata that prank itself fills in for every prompt. */
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
  eachPlace(config, (place, path) => {
    if (place.file !== undefined && place.hub !== undefined) {
      return [brokenRule([...path, 'hub'], 'stands beside file', 'keep one of the two')];
    }
    if (place.file !== undefined || place.hub !== undefined || !isSound(...path)) return [];
    return [brokenRule(path, 'says neither file nor hub', 'add one of the two')];
  });

export const hubSourcesNameTheirFiles: Rule = ({ config, isSound }) =>
  eachPlace(config, (place, path) => {
    if (place.hub === undefined || place.path !== undefined || !isSound(...path)) return [];
    return [brokenRule([...path, 'path'], 'is missing', 'say which files of the dataset to read')];
  });

export const hubKeysNeedHub: Rule = ({ config }) =>
  eachPlace(config, (place, path) => {
    if (place.file === undefined || place.hub !== undefined) return [];
    return (['revision', 'path'] as const)
      .filter((key) => place[key] !== undefined)
      .map((key) => brokenRule([...path, key], 'belongs to hub, and this source reads file', 'remove it'));
  });

export const filesAreOnDisk: Rule = ({ config }) =>
  eachPlace(config, (place, path) =>
    [place.file ?? []].flat().flatMap((file, index) => {
      if (file === undefined || !/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return [];
      const at = Array.isArray(place.file) ? [...path, 'file', index] : [...path, 'file'];
      return [brokenRule(at, 'is an address', 'download the file first, or name a Hub dataset with hub and path')];
    }),
  );

/** In double quotes, "data\\table.csv" has a tab in it, and "data\\new.csv" a line break. */
export const pathsHaveNoControlCharacters: Rule = ({ config }) =>
  eachPlace(config, (place, path) =>
    [place.file ?? []].flat().flatMap((file, index) => {
      if (file === undefined || !/\p{Cc}/u.test(file)) return [];
      const at = Array.isArray(place.file) ? [...path, 'file', index] : [...path, 'file'];
      return [
        brokenRule(at, 'has a \\ inside double quotes, where it starts a special character', 'write / between folders'),
      ];
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
  pathsHaveNoControlCharacters,
  carriedNamesAreFree,
  someSourceIsEnabled,
];

function eachSource<T>(
  sources: (WrittenSource | undefined)[] | undefined,
  look: (source: WrittenSource, index: number) => T[],
): T[] {
  return (sources ?? []).flatMap((source, index) => (source === undefined ? [] : look(source, index)));
}

/** Everything that is read: sources and exclusions. */
function eachPlace<T>({ sources, build }: Survey['config'], look: (place: WrittenPlace, path: ConfigPath) => T[]): T[] {
  const inSources = eachSource(sources, (source, index) => look(source, ['sources', index]));
  const inExclude = (build?.exclude ?? []).flatMap((place, index) =>
    place === undefined ? [] : look(place, ['build', 'exclude', index]),
  );
  return [...inSources, ...inExclude];
}
