import type { Emit, Prompt, ResponseEvent } from '../../model.ts';
import { currentResponses } from '../../ratings/current-view.ts';
import { describeOutside, findOutsideAnswers } from '../../ratings/outside-answers.ts';

/** Warns of answers that are none to the campaign's prompts. */
export function warnOfOutside(log: readonly ResponseEvent[], prompts: readonly Prompt[], emit: Emit): void {
  const outside = findOutsideAnswers(currentResponses(log).values(), new Set(prompts.map(({ id }) => id)));
  for (const text of describeOutside(outside)) emit({ type: 'warning', text });
}
