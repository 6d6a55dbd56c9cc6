import type { PublishResult } from '../../../campaign/publish/types.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `publish --json`. */
export function toPublishData({
  dir,
  rows,
  changed,
  commit,
  tag,
  held,
  dashboard,
}: PublishResult): CommandData<'publish'> {
  return { dir, rows, changed, commit, tag, held, dashboard };
}
