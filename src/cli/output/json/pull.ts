import type { PullResult } from '../../../campaign/pull.ts';

/** `data` of `pull --json`. */
export function toPullData({ total, raters, unchanged, backup, deleted, changed, ...result }: PullResult): object {
  return { new: result.new, changed, deleted, total, raters, unchanged, backup };
}
