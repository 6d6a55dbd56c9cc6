import type { PushResult } from '../../../campaign/push.ts';
import { countOf } from '../../../lib/text/numbers.ts';
import { prankCommand } from '../../../lib/text/shell-command.ts';

/** The result in words for people. `url` = the link for raters; null = the embedded server's, or unknown. */
export function renderPush(result: PushResult, { dryRun, url }: { dryRun: boolean; url: string | null }): string {
  const { added, updated, unchanged, removed, live, waiting } = result;
  const would = dryRun ? 'Would be: ' : '';
  const counts = `${would}${added} added, ${updated} updated, ${unchanged} unchanged, ${removed} removed. ${live} prompts are waiting for answers, ${waiting} for a later wave.`;
  const link = url === null || dryRun ? [] : [`The link for raters: ${url}`];
  return [counts, ...describeDeleted(result), ...describeStray(result), ...link].join('\n');
}

function describeDeleted({ deleted }: PushResult): string[] {
  if (deleted === 0) return [];
  const what =
    deleted === 1 ? '1 prompt was deleted in Argilla and stays' : `${deleted} prompts were deleted in Argilla and stay`;
  return [`${what} away; ${prankCommand('push', '--again')} brings ${deleted === 1 ? 'it' : 'them'} back.`];
}

/** Answers must not be deleted lightly, so `--prune` is only recommended for records without any. */
function describeStray({ stray, strayAnswers }: PushResult): string[] {
  if (stray === 0) return [];
  const what =
    stray === 1
      ? "1 record in Argilla isn't a prompt of this campaign"
      : `${stray} records in Argilla aren't prompts of this campaign`;
  if (strayAnswers === 0)
    return [`${what}; ${prankCommand('push', '--prune')} deletes ${stray === 1 ? 'it' : 'them'}.`];
  return [`${what}, with ${countOf(strayAnswers, 'answer')}. They are left alone.`];
}
