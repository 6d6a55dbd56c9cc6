import { join } from 'node:path';
import { UsageError } from '../../lib/errors.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import type { Question, RoundCounts } from '../../model.ts';
import { readRelease } from '../../release/read-release.ts';
import { countRounds } from '../../release/rounds.ts';
import { recordPath } from '../../release/record.ts';
import { promptsPath } from '../../release/tables/prompt-table.ts';
import { type RatedItems, toPlacedItems } from './rated-campaign.ts';

export interface RatedRelease {
  rated: RatedItems;
  title: string;
  question: Question;
  simulated: boolean;
  rounds: RoundCounts[];
}

/**
 * What a release in a folder holds: every answer that its scores rest on. Text = the file to read instead, because an
 * earlier prank made the release. Throws UsageError `release_not_there`, `release_damaged`.
 */
export async function readRatedRelease(dir: string): Promise<RatedRelease | string> {
  if (!(await isPresent(join(dir, recordPath)))) {
    if (await isPresent(join(dir, promptsPath))) return join(dir, promptsPath);
    throw new UsageError('release_not_there', `There is no release in ${dir}.`);
  }
  const { input } = await readRelease(dir);
  const { task, seed, name } = input.campaign;
  return {
    rated: toPlacedItems(input.prompts, input.answers, { scale: task.question.values, seed, waves: input.waves }),
    title: name,
    question: task.question,
    simulated: input.simulated,
    rounds: countRounds(input.answers, input.rounds ?? []),
  };
}
