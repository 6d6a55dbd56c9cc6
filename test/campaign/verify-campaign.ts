import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLoaded } from '../../src/campaign/open.ts';
import { publish } from '../../src/campaign/publish.ts';
import type { Prompt, PublishSettings, ResponseEvent } from '../../src/model.ts';
import { makeRandom } from '../../src/rank/forecast/random.ts';
import { simulateWorld, type WorldDesign } from '../rank/simulated-world.ts';
import { answer, campaign, prompt } from '../release/release-input.ts';

export interface RandomCampaign {
  seed: number;
  publish?: Partial<PublishSettings>;
  design?: Partial<WorldDesign>;
}

/** Makes the release of a random campaign as `prank publish --to` does, and returns its folder. */
export async function publishRandom({ seed, publish: settings = {}, design = {} }: RandomCampaign): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'prank-verify-'));
  const opened = openLoaded(
    { ...campaign({ dataset: null, license: 'cc-by-4.0', ...settings }), dir },
    { env: { PRANK_PSEUDONYM_KEY: 'a key of the test' } },
  );
  const { prompts, log } = makeAnswers(seed, design);
  const release = join(dir, 'release');
  await publish(
    { ...opened, readPrompts: async () => prompts, log: { ...opened.log, read: async () => log } },
    { dir: release, upload: false },
  );
  return release;
}

/** Answers with times, some discarded, to prompts of which some have none; two raters share a name. */
function makeAnswers(seed: number, design: Partial<WorldDesign>): { prompts: Prompt[]; log: ResponseEvent[] } {
  const world = simulateWorld({ seed, items: 60, raters: 9, overlap: [1, 6], zipf: 1, ...design });
  const random = makeRandom(seed, 1, 'answers');
  const ids = [...world.items, 'z-unrated-1', 'z-unrated-2'];
  const prompts = ids.map((id, index) =>
    prompt(id, {
      prompt: `Prompt ${id}, ${'word '.repeat(random.below(12))}`,
      kind: index % 3 === 0 ? 'synthetic' : 'human',
      source: `source-${index % 3}`,
      license: 'cc-by-4.0',
      revision: index % 3 === 1 ? 'a'.repeat(40) : null,
      metadata: { topic: `topic ${random.below(4)}`, weight: random.below(100) / 7 },
      length: 10 + random.below(300),
    }),
  );
  const log = world.ratings.map(({ item, rater, value }): ResponseEvent => {
    const first = Date.UTC(2026, 2, 1 + random.below(20), random.below(24), random.below(60));
    const insertedAt = `${new Date(first).toISOString().slice(0, -1)}${String(random.below(1000)).padStart(3, '0')}`;
    const updatedAt = random.below(5) === 0 ? new Date(first + random.below(9e8)).toISOString() : insertedAt;
    const isDiscarded = random.below(12) === 0;
    return answer(item, `id-of-${rater}`, {
      value: isDiscarded ? null : value,
      status: isDiscarded ? 'discarded' : 'submitted',
      rater: `rater ${Number(rater.replaceAll(/\D/gu, '')) % 8}`,
      insertedAt,
      updatedAt,
      serverUpdatedAt: updatedAt,
    });
  });
  return { prompts, log };
}
