import type { PublishSettings } from '../../src/model.ts';
import { rankItems } from '../../src/rank/rank-items.ts';
import type { ReleaseInput } from '../../src/release/input.ts';
import { scale, simulateWorld, type World, type WorldDesign } from '../rank/simulated-world.ts';
import { answer, campaign, prompt, releaseInput } from './release-input.ts';

export interface SimulatedRelease {
  input: ReleaseInput;
  world: World;
}

const kinds = ['human', 'synthetic'] as const;

/** The release of a simulated campaign, with two kinds and three sources of prompts. */
export function simulateRelease(
  publish: Partial<PublishSettings>,
  design: Partial<WorldDesign> = {},
  textOf: (item: string, index: number) => string = (item) => `Prompt ${item}`,
): SimulatedRelease {
  const world = simulateWorld({ seed: 1, items: 300, raters: 40, overlap: 4, ...design });
  const input = releaseInput({
    campaign: campaign(publish),
    prompts: world.items.map((item, index) =>
      prompt(item, {
        prompt: textOf(item, index),
        kind: kinds[index % 2] ?? 'human',
        source: `source-${index % 3}`,
      }),
    ),
    answers: world.ratings.map(({ item, rater, value }) => answer(item, rater, { value })),
    ranking: rankItems({ ratings: world.ratings, items: world.items, scale }),
  });
  return { input, world };
}
