import { expect, it } from 'vitest';
import { compareReleases, diffReleases, renderChanges } from '../../src/release/changes.ts';
import type { ReleasedFacts, ReleaseFacts } from '../../src/release/facts.ts';

const facts = (rank: number, score: number | null, values = '[4]'): ReleasedFacts => ({
  rank,
  prompt: `Prompt ${rank}`,
  score,
  scoreLow: score === null ? null : score - 0.5,
  scoreHigh: score === null ? null : score + 0.5,
  values,
});
const release = (prompts: Record<string, ReleasedFacts>): ReleaseFacts => ({
  prompts: new Map(Object.entries(prompts)),
  answers: 3,
  raters: 2,
  raterNames: [],
});

const before = release({ a: facts(1, 4), b: facts(2, 3), gone: facts(3, 2), unrated: facts(4, null, '[]') });
const after = release({ a: facts(2, 3.4, '[3, 4]'), b: facts(1, 3.5), came: facts(3, 2), unrated: facts(4, 1, '[1]') });

it('tells what came, what went, what got other answers and what moved beyond its interval', () => {
  const { moved, ...rest } = diffReleases(before, after);
  expect(rest).toEqual({ added: ['came'], removed: ['gone'], answered: ['a', 'unrated'] });
  expect(moved.map(({ id, from, to }) => [id, from.score, to.score])).toEqual([['a', 4, 3.4]]);
});

it('says so in the change list', () => {
  expect(renderChanges(compareReleases(before, after))).toBe(
    '4 prompts (+1, −1), 3 answers (+0), 2 raters (+0). 2 prompts have other answers than before; 1 score is outside its earlier 95 % interval. Largest changes of rank: “Prompt 1” 2 → 1; “Prompt 2” 1 → 2.',
  );
  expect(renderChanges(compareReleases(before, before))).toBe('4 prompts (+0), 3 answers (+0), 2 raters (+0).');
  expect(renderChanges(compareReleases(null, before))).toBe('4 prompts (+4), 3 answers (+3), 2 raters (+2).');
});
