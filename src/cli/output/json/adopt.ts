import type { AdoptResult } from '../../../campaign/adopt.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `adopt --json`. */
export function toAdoptData(result: AdoptResult, isDryRun: boolean): CommandData<'adopt'> {
  const { dir, name, target, question, prompts, answers, raters, notes, steps } = result;
  const { name: questionName, title, values, labels } = question;
  return {
    dir,
    name,
    target,
    question: { name: questionName, title, values, labels },
    prompts,
    answers,
    raters,
    notes,
    ...(isDryRun ? { steps } : {}),
  };
}
