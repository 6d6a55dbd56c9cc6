import { z } from 'zod';
import type { Connection } from '../../argilla/connection.ts';
import { listQuestions } from '../../argilla/settings.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { writeFileWhole } from '../../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../../lib/files/sealed-json.ts';
import type { ResponseEvent } from '../../model.ts';
import { type BackedUpSettings, questionsSchema } from './settings.ts';

const kept = z.object({ questions: questionsSchema });

/**
 * Keeps the dataset's questions in the campaign's folder if these answers are also to others than the campaign's:
 * without a backup, a restore needs them to bring the answers back.
 */
export async function keepQuestions(
  dir: string,
  connection: Connection,
  datasetId: string,
  events: readonly ResponseEvent[],
): Promise<void> {
  if (events.every(({ others }) => others === undefined)) return;
  const questions = await listQuestions(connection, datasetId);
  await writeFileWhole(campaignPaths.questions(dir), renderSealedJson({ questions }));
}

/** None if nobody has answered other questions, or the file is damaged. */
export async function readKeptQuestions(dir: string): Promise<BackedUpSettings['questions']> {
  const text = await readTextIfPresent(campaignPaths.questions(dir));
  const parsed = kept.safeParse(parseSealedJson(text ?? ''));
  return parsed.success ? parsed.data.questions : [];
}
