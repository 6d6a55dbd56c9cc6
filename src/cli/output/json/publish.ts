import type { PublishResult } from '../../../campaign/publish/types.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `publish --json`. */
export function toPublishData({ foreignFiles, ...result }: PublishResult): CommandData<'publish'> {
  const { dir, rows, changed, commit, tag, held, dashboard } = result;
  return { dir, rows, changed, commit, tag, held, foreign_files: foreignFiles, dashboard };
}
