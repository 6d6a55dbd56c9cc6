import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameAfterFolder } from '../../../src/campaign/init/name.ts';

it.each([
  ['my-campaign', 'my-campaign'],
  ['My_Campaign', 'My_Campaign'],
  ['2024', '2024'],
  ['Mein Projekt 2!', 'mein-projekt-2'],
  ['Größe – Straße', 'grosse-strasse'],
  ['Café.ranking', 'cafe-ranking'],
  ['_hidden', 'hidden'],
  ['.config', 'config'],
  ['x'.repeat(200), 'x'.repeat(96)],
  ['プロンプト', null],
  ['!!!', null],
  ['', null],
])('a folder %j makes a campaign %j', (folder, name) => {
  expect(nameAfterFolder(folder)).toBe(name);
});

it('makes names that prank.yaml accepts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (folder) => {
      expect(nameAfterFolder(folder) ?? 'none').toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{0,95}$/u);
    }),
  );
});
