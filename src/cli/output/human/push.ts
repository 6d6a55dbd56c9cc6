import type { PushResult } from '../../../campaign/push.ts';
import { prankCommand } from '../../../lib/text/shell-command.ts';

/** The result in words for people. */
export function renderPush(
  { added, updated, unchanged, removed, live, waiting, stray }: PushResult,
  dryRun: boolean,
): string {
  const would = dryRun ? 'Would be: ' : '';
  const left =
    stray === 0
      ? ''
      : `\n${stray} records in Argilla are no prompt of the campaign (any more); ${prankCommand('push', '--prune')} deletes them.`;
  return `${would}${added} added, ${updated} updated, ${unchanged} unchanged, ${removed} removed. ${live} prompts are waiting for answers, ${waiting} for a later wave.${left}`;
}
