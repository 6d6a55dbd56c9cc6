import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * The compiler asks for a fallback wherever an array is read by its index (noUncheckedIndexedAccess). In
 * `values[index] ?? 0` no test can reach the 0, so mutants of the fallback are left out; those of the operator are not.
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
