import { expect, it } from 'vitest';
import { decideAnswer } from '../../../src/campaign/demo/simulated-raters.ts';

const rater = { username: 'sim-01', leniency: 0, noise: 0.5 };
const work = { question: { name: 'quality', title: 'q', values: [1, 2, 3, 4, 5], labels: [] }, seed: 42 };

function answers(count: number, leniency = 0): (number | null)[] {
  return Array.from({ length: count }, (_, index) => {
    const record = { id: `r${index}`, externalId: `p${index}`, prompt: '' };
    const answer = decideAnswer({ ...rater, leniency }, record, work);
    return answer.status === 'submitted' ? (answer.values['quality']?.value ?? null) : null;
  });
}

it('answers the same whatever came before, by the prompt rather than the record', () => {
  const record = { id: 'r1', externalId: 'p1', prompt: '' };
  expect(decideAnswer(rater, { ...record, id: 'other' }, work)).toEqual(decideAnswer(rater, record, work));
});

it('uses the whole scale and skips now and then', () => {
  const given = answers(2_000);
  expect(new Set(given)).toEqual(new Set([null, 1, 2, 3, 4, 5]));
  const skipped = given.filter((value) => value === null).length;
  expect(skipped).toBeGreaterThan(10);
  expect(skipped).toBeLessThan(100);
});

it('rates higher the more lenient the rater is', () => {
  expect(mean(answers(500, 1)) - mean(answers(500, -1))).toBeGreaterThan(1);
});

function mean(values: (number | null)[]): number {
  const submitted = values.filter((value) => value !== null);
  return submitted.reduce((sum, value) => sum + value, 0) / submitted.length;
}
