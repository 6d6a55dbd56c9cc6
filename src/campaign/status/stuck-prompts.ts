import { compareText } from '../../lib/text/text.ts';
import type { Prompt } from '../../model.ts';
import { createChances } from './answer-chances.ts';
import type { CampaignProgress } from './campaign-progress.ts';
import { waveOf } from '../ranking/wave-of.ts';

/**
 * Why a live prompt does not get its answers. `nobody_left`: more answers are missing than there are raters of this
 * campaign who have not answered it. `discarded`: two or more raters discarded it, and at least as many as submitted an
 * answer. `passed_by`: since its last answer, so many answers went to other prompts that by chance this happens to one
 * live prompt in four campaigns at most.
 */
export type StuckReason = 'nobody_left' | 'discarded' | 'passed_by';

export interface StuckPrompt {
  id: string;
  prompt: string;
  source: string;
  wave: number;
  /** Submitted. */
  answers: number;
  discarded: number;
  /** Answers needed to complete it. */
  missing: number;
  reason: StuckReason;
  /** Answers to expect since the last one, if it was shown like the others. */
  expected: number;
  /** When it was last answered, otherwise when its wave began; ISO 8601 UTC, null = nobody answered in its wave. */
  since: string | null;
}

const reasons: readonly StuckReason[] = ['nobody_left', 'passed_by', 'discarded'];
/** How many live prompts may be passed by for so long by accident, on average. */
const accident = 0.25;
const severalDiscards = 2;

/** The unfinished ones among the first `live` prompts that will not be finished at this rate, worst first. */
export function findStuckPrompts(progress: CampaignProgress, live: number): StuckPrompt[] {
  const { prompts, counts, answers, task } = progress;
  const unfinished = [...prompts.slice(0, live).entries()].filter(([place]) => (counts[place] ?? 0) < task.overlap);
  if (unfinished.length === 0 || answers.length === 0) return [];
  const crew = new Set(answers.map(({ raterId }) => raterId)).size;
  const chances = createChances(progress);
  const most = Math.log(live / accident);
  const stuck = unfinished.flatMap(([place, prompt]) => {
    const submitted = counts[place] ?? 0;
    const own = chances.answersOn(prompt.id);
    const missing = task.overlap - submitted;
    const discarded = own.filter(({ status }) => status === 'discarded').length;
    const { expected, since } = chances.missedBy(prompt.id, place);
    const reason = findReason({
      // With fewer raters than answers wanted, every prompt is stuck, which is reported for the campaign.
      isBeyondCrew: crew >= task.overlap && crew - own.length < missing,
      isDiscarded: discarded >= severalDiscards && discarded >= submitted,
      isPassedBy: expected > most,
    });
    if (reason === null) return [];
    const wave = waveOf(place, task.wave);
    return [{ ...describe(prompt), wave, answers: submitted, discarded, missing, reason, expected, since }];
  });
  return stuck.toSorted(
    (a, b) =>
      reasons.indexOf(a.reason) - reasons.indexOf(b.reason) ||
      b.discarded - a.discarded ||
      b.expected - a.expected ||
      compareText(a.id, b.id),
  );
}

function describe({ id, prompt, source }: Prompt): Pick<StuckPrompt, 'id' | 'prompt' | 'source'> {
  return { id, prompt, source };
}

function findReason(holds: Record<'isBeyondCrew' | 'isDiscarded' | 'isPassedBy', boolean>): StuckReason | null {
  if (holds.isBeyondCrew) return 'nobody_left';
  if (holds.isDiscarded) return 'discarded';
  return holds.isPassedBy ? 'passed_by' : null;
}
