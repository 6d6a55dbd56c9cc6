import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from '../lib/files/missing-file.ts';
import { compareText } from '../lib/text/text.ts';
import { campaignPaths } from './campaign-paths.ts';

/** A text that changes whenever the campaign's prompts or ratings log change: names, sizes and times of the files. */
export async function readCampaignStamp(dir: string): Promise<string> {
  const log = campaignPaths.ratings(dir);
  const names = (await readdir(log).catch(nullIfMissing)) ?? [];
  const paths = [campaignPaths.prompts(dir), ...names.toSorted(compareText).map((name) => join(log, name))];
  const lines = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(nullIfMissing);
      return found === null ? path : `${path} ${found.size} ${found.mtimeMs}`;
    }),
  );
  return lines.join('\n');
}
