import type { PullResult } from '../../../campaign/pull.ts';

/** The result in words for people. */
export function renderPull(result: PullResult): string {
  const news = result.unchanged
    ? 'Nothing new since the last pull'
    : `${result.new} new, ${result.changed} changed, ${result.deleted} deleted`;
  const backup = result.backup === null ? '' : ` Backed up (commit ${result.backup.slice(0, 12)}).`;
  return `${news}. ${result.total} answers of ${result.raters} raters in the ratings log.${backup}`;
}
