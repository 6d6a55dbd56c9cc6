import { z } from 'zod';
import { writeFileWhole } from '../lib/files/atomic-file.ts';
import { readTextIfPresent } from '../lib/files/read-text.ts';
import { parseSealedJson, renderSealedJson } from '../lib/files/sealed-json.ts';
import { campaignPaths } from './campaign-paths.ts';

const lastDataset = z.object({
  datasetId: z.string(),
  /** ISO 8601 UTC. */
  at: z.string(),
});

/** The dataset that the last deploy or push from this folder wrote to. It may have been renamed since. */
export type LastDataset = z.output<typeof lastDataset>;

/** null if there is none yet, or it is unreadable: then the dataset is found by its name. */
export async function readLastDataset(dir: string): Promise<LastDataset | null> {
  const text = await readTextIfPresent(campaignPaths.lastDataset(dir));
  const parsed = lastDataset.safeParse(parseSealedJson(text ?? ''));
  return parsed.success ? parsed.data : null;
}

/** Throws UsageError `file_unwritable`. */
export async function writeLastDataset(dir: string, last: LastDataset): Promise<void> {
  await writeFileWhole(campaignPaths.lastDataset(dir), renderSealedJson(last));
}
