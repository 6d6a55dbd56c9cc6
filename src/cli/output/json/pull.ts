import type { PullResult } from '../../../campaign/pull.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `pull --json`. */
export function toPullData(result: PullResult): CommandData<'pull'> {
  const { changed, deleted, total, raters, unmatched, mismatched, unchanged, backup } = result;
  return { new: result.new, changed, deleted, total, raters, unmatched, mismatched, unchanged, backup };
}
