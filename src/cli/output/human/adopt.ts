import type { AdoptResult } from '../../../campaign/adopt.ts';
import { countOf, showCount } from '../../../lib/text/numbers.ts';
import { prankCommand, prankCommandIn } from '../../../lib/text/shell-command.ts';
import { printable } from '../../../lib/text/text.ts';
import { renderStep } from './step.ts';

/** What was adopted, and what to do next. `typed` = the folder as typed. */
export function renderAdopted(result: AdoptResult, { typed, dryRun }: { typed: string; dryRun: boolean }): string {
  const { name, dir, prompts, answers, raters, question, notes, steps } = result;
  const next = typed === '.' ? prankCommand('deploy') : prankCommandIn(typed, 'deploy');
  return [
    ...(dryRun ? steps.map((step) => renderStep(step)) : []),
    `Campaign ${name}${dryRun ? ' would be' : ''} in ${dir}: ${countOf(prompts, 'prompt')}, ${countOf(answers, 'answer')} of ${countOf(raters, 'rater')}.`,
    `Question: ${printable(question.title, 200)} (${question.values.map((value) => showCount(value)).join(', ')})`,
    ...notes.map((note) => `Note: ${note}`),
    ...(dryRun ? ['Nothing was written.'] : [`Next: look at prank.yaml, then ${next}`]),
  ].join('\n');
}
