import { expect, it } from 'vitest';
import { playCampaign, type PlayedDesign } from '../support/played-campaign.ts';

const design: PlayedDesign = {
  prompts: 10_000,
  raters: 350,
  answers: 15_000,
  days: 14,
  overlap: 3,
  wave: 500,
  syncEveryHours: 6,
  seed: 1,
};

it('a campaign that stops early leaves finished prompts in waves, and half-rated ones with everything live', () => {
  const waves = playCampaign(design);
  const atOnce = playCampaign({ ...design, wave: 'all' });
  expect(waves.turnedAway).toBe(0);
  expect(waves.finished).toBeGreaterThan(4_600);
  expect(atOnce.finished).toBeLessThan(2_300);
}, 300_000);

it('with wave: auto, nobody finds nothing to do between two rounds, and at least as many prompts are finished', () => {
  const auto = playCampaign({ ...design, wave: 'auto' });
  expect(auto.turnedAway).toBe(0);
  expect(auto.finished).toBeGreaterThan(4_600);
  const few = playCampaign({ ...design, prompts: 3_000, raters: 4, answers: 4_000, days: 10, wave: 'auto', seed: 2 });
  expect(few.turnedAway).toBe(0);
}, 300_000);

it('nobody at work finds nothing to do, even if two people do most of the work', () => {
  const few = playCampaign({ ...design, prompts: 3_000, raters: 4, answers: 4_000, days: 10, wave: 100, seed: 2 });
  expect(few.turnedAway).toBe(0);
});
