import { defaults } from '../defaults.ts';
import { brokenRule } from './survey.ts';
import type { Rule } from './survey.ts';

export const lengthBoundsAreOrdered: Rule = ({ config, isSound }) => {
  const { min = defaults.build.length.min, max = defaults.build.length.max } = config.build?.length ?? {};
  if (min <= max || !isSound('build', 'length')) return [];
  return [brokenRule(['build', 'length'], `has min ${min} above max ${max}`, 'give both, the smaller one as min')];
};

export const dropPatternsCompile: Rule = ({ config }) =>
  (config.build?.drop ?? []).flatMap((pattern, index) => {
    const reason = pattern === undefined ? null : whyNotPattern(pattern);
    return reason === null ? [] : [brokenRule(['build', 'drop', index], `is not a regular expression: ${reason}`)];
  });

export const buildRules: readonly Rule[] = [lengthBoundsAreOrdered, dropPatternsCompile];

/** Removes leading flags such as (?i), because JavaScript only accepts flags for the whole pattern. */
function whyNotPattern(pattern: string): string | null {
  const [, flags = '', body = pattern] = /^\(\?([ims]+)\)([^]*)$/.exec(pattern) ?? [];
  if (body === '') return 'it is empty and would drop every prompt';
  try {
    RegExp(body, [...new Set(`${flags}u`)].join(''));
    return null;
  } catch (error) {
    return error instanceof SyntaxError ? (error.message.split(': ').at(-1) ?? error.message) : String(error);
  }
}
