import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { resolveProgramWords } from '../../src/cli/program-words.ts';

it.each([
  ['/usr/local/bin/prank', {}, ['prank']],
  ['C:/tools/prank.cmd', {}, ['prank']],
  ['/home/ada/.npm/_npx/1f/node_modules/.bin/prank', {}, ['npx', 'prank']],
  ['/home/ada/work/node_modules/.bin/prank', { npm_lifecycle_event: 'rate' }, ['npx', 'prank']],
  ['/usr/local/bin/prank', { npm_lifecycle_event: 'npx' }, ['npx', 'prank']],
  ['/home/ada/my prank/bin/prank.js', {}, ['node', '/home/ada/my prank/bin/prank.js']],
  ['bin/prank.js', { npm_lifecycle_event: 'demo' }, ['node', resolve('bin/prank.js')]],
])('%s with %j is typed as %j', (script, env, words) => {
  expect(resolveProgramWords(script, env)).toEqual(words);
});
