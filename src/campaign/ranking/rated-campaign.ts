import type { Campaign, Prompt, Task, ResponseEvent } from '../../model.ts';
import type { RankInput } from '../../rank/rank-items.ts';
import { answersOf, submittedRatings } from '../../ratings/current-view.ts';
import { groupItems } from './item-groupings.ts';
import { waveOf } from './wave-of.ts';

/** What to rank. Items without a rating come last. */
export interface RatedItems extends RankInput {
  /** What to show of the items; null = unknown. */
  prompts: ReadonlyMap<string, { prompt: string | null; source: string | null; kind: string | null }>;
}

/** The submitted answers on the campaign's prompts. Raters are identified by id, because names change. */
export function toRatedItems(
  prompts: readonly Prompt[],
  log: readonly ResponseEvent[],
  { task: { question, wave }, seed }: Pick<Campaign, 'seed'> & { task: Pick<Task, 'question' | 'wave'> },
): RatedItems {
  const waves = new Map(prompts.map(({ id }, place) => [id, waveOf(place, wave)]));
  return toPlacedItems(prompts, log, { scale: question.values, seed, waves });
}

/** The same, where the wave of each prompt is known by its id. */
export function toPlacedItems(
  prompts: readonly Prompt[],
  log: readonly ResponseEvent[],
  { scale, seed, waves }: { scale: readonly number[]; seed: number; waves: ReadonlyMap<string, number> },
): RatedItems {
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const answers = answersOf(log).filter(({ promptId, status }) => status === 'submitted' && byId.has(promptId));
  return {
    ratings: submittedRatings(answers),
    items: [...byId.keys()],
    scale,
    prompts: byId,
    groupings: groupItems(
      prompts,
      answers.map(({ promptId, updatedAt }) => ({ item: promptId, at: updatedAt })),
    ),
    facts: new Map(
      prompts.map(({ id, kind, source, length }) => [id, { kind, source, length, wave: waves.get(id) ?? 1 }]),
    ),
    seed,
  };
}
