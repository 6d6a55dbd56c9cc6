import { expect, it } from 'vitest';
import { toRatedItems } from '../../src/campaign/ranking/rated-campaign.ts';
import { answer, campaign, prompt } from '../release/release-input.ts';

const prompts = ['c', 'a', 'e', 'b', 'd'].map((id) => prompt(id));

it.each([
  [2, { c: 1, a: 1, e: 2, b: 2, d: 3 }],
  [5, { c: 1, a: 1, e: 1, b: 1, d: 1 }],
  ['all' as const, { c: 1, a: 1, e: 1, b: 1, d: 1 }],
])('gives the wave of a prompt from its position among the prompts, with waves of %s', (wave, expected) => {
  const { task, seed } = campaign();
  const { facts } = toRatedItems(prompts, [answer('a', 'ada')], { task: { ...task, wave }, seed });
  const waves = [...(facts ?? [])].map(([id, own]) => [id, own.wave]);
  expect(Object.fromEntries(waves)).toEqual(expected);
});
