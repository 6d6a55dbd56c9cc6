import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * The compiler requires a fallback wherever an array is read by index (noUncheckedIndexedAccess). No test can reach the
 * 0 in `values[index] ?? 0`, so mutants of the fallback are left out. Mutants of the operator are kept.
 */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'index-fallbacks', {
    shouldIgnore(path) {
      const { parent } = path;
      if (parent?.type !== 'LogicalExpression' || parent.operator !== '??' || path.key !== 'right') return undefined;
      return readsByIndex(parent.left) ? 'a fallback of an index' : undefined;
    },
  }),
];

function readsByIndex(node) {
  return (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') && node.computed;
}
