import type { PublishResult } from '../../../campaign/publish/types.ts';

/** `data` of `publish --json`. */
export function toPublishData({ dir, rows, changed, commit, tag, dashboard }: PublishResult): object {
  return { dir, rows, changed, commit, tag, dashboard };
}
