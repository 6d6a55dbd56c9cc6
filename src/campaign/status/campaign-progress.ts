import { groupBy } from '../../lib/group-by.ts';
import { compareText } from '../../lib/text/text.ts';
import type { Campaign, Prompt, Rating, ResponseEvent, Wave } from '../../model.ts';
import { answersOf, submittedRatings } from '../../ratings/current-view.ts';
import { findOutsideAnswers, type OutsideAnswers } from '../../ratings/outside-answers.ts';
import { countRatersAtOnce } from '../push/raters-at-once.ts';
import { waveOf, waveSize } from '../ranking/wave-of.ts';

/** What the ratings log shows about the campaign's prompts. */
export interface CampaignProgress {
  prompts: readonly Prompt[];
  task: Pick<Campaign['task'], 'overlap' | 'wave'>;
  /** Current answers on prompts of the campaign, of any status. */
  answers: ResponseEvent[];
  /** Those of them that count. */
  ratings: Rating[];
  /** Number of ratings of each prompt, in the order of the prompts. */
  counts: number[];
  uncounted: Uncounted;
  /** Answers that count, beyond the first `overlap` of their prompts. */
  surplus: number;
  /** Raters at work at the same time lately, as `countRatersAtOnce` counts them. */
  atOnce: number;
  /** Number of prompts from the first wave to the last one in which somebody has answered. */
  reached: number;
}

/** Current answers that don't count. */
export interface Uncounted {
  discarded: number;
  drafts: number;
  /** Submitted without a value for the question. */
  withoutValue: number;
  /** On records that are no prompts of the campaign, and to other texts. */
  elsewhere: number;
  outside: OutsideAnswers;
}

export interface GroupProgress {
  group: string;
  prompts: number;
  completed: number;
  /** Answers that count. */
  answers: number;
}

/** Goes through the log; pure. The result does not depend on the current time. */
export function measureCampaignProgress(
  prompts: readonly Prompt[],
  log: readonly ResponseEvent[],
  task: CampaignProgress['task'],
): CampaignProgress {
  const places = new Map(prompts.map(({ id }, place) => [id, place]));
  const all = answersOf(log);
  const answers = all.filter(({ promptId }) => places.has(promptId));
  const ratings = submittedRatings(answers);
  const counts = prompts.map(() => 0);
  for (const { item } of ratings) {
    const place = places.get(item) ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const last = answers.reduce((most, { promptId }) => Math.max(most, places.get(promptId) ?? 0), -1);
  const of = (status: ResponseEvent['status']): number => answers.filter((answer) => answer.status === status).length;
  return {
    prompts,
    task,
    answers,
    ratings,
    counts,
    surplus: counts.reduce((sum, count) => sum + Math.max(0, count - task.overlap), 0),
    atOnce: countRatersAtOnce(answers),
    uncounted: {
      discarded: of('discarded'),
      drafts: of('draft'),
      withoutValue: of('submitted') - ratings.length,
      elsewhere: all.length - answers.length,
      outside: findOutsideAnswers(all, new Set(places.keys())),
    },
    reached: last < 0 ? 0 : endOfWave(last, task.wave, prompts.length),
  };
}

function endOfWave(place: number, wave: Wave, prompts: number): number {
  return wave === 'all' ? prompts : Math.min(prompts, waveOf(place, wave) * waveSize(wave));
}

/** Number of prompts with no answer that counts, with one, … with `overlap` or more. */
export function countByAnswers({ counts, task: { overlap } }: CampaignProgress): number[] {
  const prompts = Array.from({ length: overlap + 1 }, () => 0);
  for (const count of counts) {
    const own = Math.min(overlap, count);
    prompts[own] = (prompts[own] ?? 0) + 1;
  }
  return prompts;
}

/** Progress of the waves in their order, and of sources and kinds by name. */
export function measureGroups(progress: CampaignProgress): Record<'byWave' | 'bySource' | 'byKind', GroupProgress[]> {
  const { prompts, counts, task } = progress;
  const rows = prompts.map(({ source, kind }, place) => ({
    wave: String(waveOf(place, task.wave)),
    source,
    kind,
    answers: counts[place] ?? 0,
  }));
  const measure = (by: 'wave' | 'source' | 'kind'): GroupProgress[] =>
    [...groupBy(rows, (row) => row[by])].map(([group, own]) => ({
      group,
      prompts: own.length,
      completed: own.filter(({ answers }) => answers >= task.overlap).length,
      answers: own.reduce((sum, { answers }) => sum + answers, 0),
    }));
  const byName = (groups: GroupProgress[]): GroupProgress[] => groups.toSorted((a, b) => compareText(a.group, b.group));
  return { byWave: measure('wave'), bySource: byName(measure('source')), byKind: byName(measure('kind')) };
}
