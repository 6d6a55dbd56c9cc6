import { brokenRule } from './survey.ts';
import type { Rule } from './survey.ts';

const tolerance = 1e-6;

export const sharesNeedASize: Rule = ({ config, isSound }) =>
  (config.sources ?? []).flatMap((source, index) => {
    if (source?.share === undefined) return [];
    const path = ['sources', index, 'share'];
    if (source.take !== undefined) return [brokenRule(path, 'stands beside take', 'keep one of the two')];
    if (config.build?.size !== undefined || !isSound('build', 'size')) return [];
    return [brokenRule(path, 'needs the size of the whole', 'add build: {size: 10000}, or say take')];
  });

/** What the sources ask for must fit into `size`. Sources with neither `take` nor `share` fill up the rest. */
export const sourcesFitTheSize: Rule = ({ config, isSound }) => {
  const size = config.build?.size;
  const sources = config.sources ?? [];
  if (size === undefined || !isSound('sources')) return [];
  const enabled = sources.filter((source) => source?.enabled !== false);
  const shares = enabled.reduce((sum, source) => sum + (source?.share ?? 0), 0);
  if (shares > 1 + tolerance) {
    return [
      brokenRule(['build', 'size'], `is shared out ${round(shares)} times by the sources`, 'let shares sum to 1'),
    ];
  }
  const takes = enabled.reduce((sum, source) => sum + (typeof source?.take === 'number' ? source.take : 0), 0);
  const asked = takes + Math.round(shares * size);
  if (asked > size) {
    return [brokenRule(['build', 'size'], `is ${size}, and the sources ask for ${asked}`, 'raise it, or lower take')];
  }
  const hasFiller = enabled.some((source) => source?.share === undefined && typeof source?.take !== 'number');
  if (asked < size && !hasFiller) {
    const suggestion = 'let shares sum to 1, or leave take out of a source that may fill up the rest';
    return [brokenRule(['build', 'size'], `is ${size}, and the sources give only ${asked}`, suggestion)];
  }
  return [];
};

/** Sources that fill up the rest are drawn together, so none of them has a number for its strata. */
export const strataNeedANumber: Rule = ({ config, isSound }) =>
  (config.sources ?? []).flatMap((source, index) => {
    const isFiller = source?.share === undefined && typeof source?.take !== 'number';
    if (source?.strata === undefined || !isFiller || config.build?.size === undefined || !isSound('sources', index)) {
      return [];
    }
    const path = ['sources', index, 'strata'];
    return [brokenRule(path, 'has no number to spread', 'say take or share of this source')];
  });

export const strataShareEverything: Rule = ({ config }) =>
  (config.sources ?? []).flatMap((source, index) => {
    const strata = source?.strata;
    if (strata === undefined || typeof strata === 'string' || typeof strata.shares !== 'object') return [];
    const sum = Object.values(strata.shares).reduce<number>((total, share) => total + (share ?? 0), 0);
    if (Math.abs(sum - 1) <= tolerance) return [];
    return [brokenRule(['sources', index, 'strata', 'shares'], `sum to ${round(sum)}`, 'let them sum to 1')];
  });

/** Names of columns that name people. */
export const personalColumns: ReadonlySet<string> = new Set(
  'contributor contributors email e-mail mail phone user user_id userid username user_name ip ip_address'.split(' '),
);

/** A dataset that everybody can read must not say who wrote a prompt. */
export const personalColumnsStayOut: Rule = ({ config }) =>
  (config.sources ?? []).flatMap((source, index) =>
    Object.entries(source?.metadata ?? {}).flatMap(([name, path]) => {
      const column = /(?:^|[.\]"])([^.[\]"]+)"?\]?$/u.exec(path ?? '')?.[1] ?? '';
      if (![name, column].some((word) => personalColumns.has(word.toLowerCase()))) return [];
      const problem = `carries \`${path}\`, which names people`;
      return [brokenRule(['sources', index, 'metadata', name], problem, 'remove it: prompts carry no personal data')];
    }),
  );

export const mixRules: readonly Rule[] = [
  sharesNeedASize,
  sourcesFitTheSize,
  strataNeedANumber,
  strataShareEverything,
  personalColumnsStayOut,
];

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
