import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LicenseProblem, reviewLicenses } from '../../../src/release/licenses/review-licenses.ts';
import { source } from '../../build/campaign-folder.ts';
import { campaign, prompt } from '../release-input.ts';

const none = 'none declared: nobody said that these prompts may be published';
const shareAlike = 'cc-by-sa-4.0 lets adaptations be published under cc-by-sa-4.0 or gpl-3.0 alone';

function settings(licenses: Record<string, string | null>, licenseDecisions: Record<string, string> = {}) {
  const sources = Object.entries(licenses).map(([id, license]) => source(`${id}.csv`, { id, license }));
  return { sources, publish: campaign({ licenseDecisions }).publish };
}

function review(built: string | null, written: string | null): LicenseProblem[] {
  return reviewLicenses(settings({ s: written }), [prompt('1', { source: 's', license: built })]).undecided;
}

it('names every source that does not fit, with its prompts and why', () => {
  const prompts = [
    prompt('1', { source: 'web', license: null }),
    prompt('2', { source: 'fine', license: 'mit' }),
    prompt('3', { source: 'web', license: null }),
    prompt('4', { source: 'wiki', license: 'cc-by-sa-4.0' }),
  ];
  expect(reviewLicenses(settings({ web: null, fine: 'mit', wiki: 'cc-by-sa-4.0' }), prompts)).toEqual({
    undecided: [
      { source: 'web', prompts: 2, license: null, restated: null, why: none },
      { source: 'wiki', prompts: 1, license: 'cc-by-sa-4.0', restated: null, why: shareAlike },
    ],
    decided: [],
  });
});

it('applies decisions to the right sources', () => {
  const prompts = [
    prompt('1', { source: 'web', license: null }),
    prompt('2', { source: 'fine', license: 'mit' }),
    prompt('3', { source: 'constructor', license: null }),
  ];
  const licenseDecisions = { web: 'They agreed.', fine: 'Unneeded.', absent: 'Nothing of it is here.' };
  const { undecided, decided } = reviewLicenses(settings({ web: null, fine: 'mit' }, licenseDecisions), prompts);
  expect(decided).toEqual([
    { source: 'web', prompts: 1, license: null, restated: null, why: none, reason: 'They agreed.' },
  ]);
  expect(undecided.map((problem) => problem.source)).toEqual(['constructor']);
});

it('also compares the licence in prank.yaml with the release, if the prompts were built with another one', () => {
  expect(review(null, 'mit')).toMatchObject([{ license: null, restated: { license: 'mit' }, why: none }]);
  expect(review('mit', null)).toMatchObject([{ license: 'mit', restated: { license: null }, why: none }]);
  expect(review('mit', 'cc-by-sa-4.0')).toMatchObject([{ restated: { license: 'cc-by-sa-4.0' }, why: shareAlike }]);
  expect(review('mit', 'apache-2.0')).toEqual([]);
  expect(review('mit', 'MIT')).toEqual([]);
});

it('counts a prompt of several sources for the one that keeps it', () => {
  const shared = prompt('1', { source: 'fine', license: 'mit', alsoIn: ['web'] });
  expect(reviewLicenses(settings({ fine: 'mit', web: null }), [shared]).undecided).toEqual([]);
});

it('still knows the licence of prompts whose source prank.yaml no longer has', () => {
  expect(reviewLicenses(settings({}), [prompt('1', { source: 'gone', license: null })]).undecided).toHaveLength(1);
  expect(reviewLicenses(settings({}), [prompt('1', { source: 'gone', license: 'mit' })]).undecided).toEqual([]);
});

it('gives the same result for any order of the prompts', () => {
  const prompts = ['web', 'wiki', 'fine', 'web', 'wiki'].map((id, index) =>
    prompt(String(index), { source: id, license: [null, 'cc-by-sa-4.0', 'mit', 'other', 'mit'][index] ?? null }),
  );
  const all = settings({ web: null, wiki: 'cc-by-sa-4.0', fine: 'mit' });
  const before = reviewLicenses(all, prompts);
  expect(before.undecided).toHaveLength(4);
  fc.assert(
    fc.property(fc.shuffledSubarray(prompts, { minLength: prompts.length }), (shuffled) => {
      expect(reviewLicenses(all, shuffled)).toEqual(before);
    }),
  );
});
