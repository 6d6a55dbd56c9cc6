import type { PullResult } from '../../../campaign/pull.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `pull --json`. */
export function toPullData({
  total,
  raters,
  unchanged,
  backup,
  deleted,
  changed,
  ...result
}: PullResult): CommandData<'pull'> {
  return { new: result.new, changed, deleted, total, raters, unchanged, backup };
}
