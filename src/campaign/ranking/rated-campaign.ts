import type { Campaign, ItemFacts, Prompt, ResponseEvent, Wave } from '../../model.ts';
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
  prompts: Prompt[],
  log: ResponseEvent[],
  { task: { question, wave }, seed }: Pick<Campaign, 'task' | 'seed'>,
): RatedItems {
  const { values } = question;
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const answers = answersOf(log).filter(({ promptId, status }) => status === 'submitted' && byId.has(promptId));
  return {
    ratings: submittedRatings(answers),
    items: [...byId.keys()],
    scale: values,
    prompts: byId,
    groupings: groupItems(
      prompts,
      answers.map(({ promptId, updatedAt }) => ({ item: promptId, at: updatedAt })),
    ),
    facts: new Map(prompts.map((prompt, index) => [prompt.id, toFacts(prompt, index, wave)])),
    seed,
  };
}

function toFacts({ kind, source, length }: Prompt, index: number, wave: Wave): ItemFacts {
  return { kind, source, length, wave: waveOf(index, wave) };
}
