import { discardTrial } from '../../campaign/discard-trial.ts';
import { forget, type ForgetResult } from '../../campaign/forget.ts';
import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { countOf } from '../../lib/text/numbers.ts';
import type { Context } from '../context.ts';

interface Asked {
  rater: string | null;
  /** Every answer of everybody, before the first release. */
  allTrial: boolean;
  dryRun: boolean;
}

/** Removes a person everywhere, or the answers of a trial, and says what remains to be done. */
export async function runForget(context: Context, { rater, allTrial, dryRun }: Asked): Promise<void> {
  if ((rater === null) !== allTrial) throw needsOne();
  if (rater === null) return forgetTrial(context, dryRun);
  const result = await forget(await context.openCampaign(), { rater, dryRun }, context.emit);
  const { responses, versions, backup, notes } = result;
  const data = { responses, versions, backup, notes };
  context.reporter.answer('forget', data, () => renderForgotten(result, dryRun));
}

async function forgetTrial(context: Context, dryRun: boolean): Promise<void> {
  const { responses, raters } = await discardTrial(await context.openCampaign(), { dryRun }, context.emit);
  const counts = `${countOf(responses, 'answer')} of ${countOf(raters, 'rater')}`;
  const done = `Deleted ${counts}. Everybody can answer again; the ratings log keeps what was deleted.`;
  const data = { responses, versions: 0, backup: null, notes: [] };
  context.reporter.answer('forget', data, () => (dryRun ? `Would delete ${counts}.` : done));
}

function renderForgotten({ responses, versions, notes }: ForgetResult, dryRun: boolean): string {
  const counts = `${responses} answers (${versions} versions in the ratings log)`;
  return dryRun ? `Would delete ${counts}.` : [`Deleted ${counts}.`, ...notes].join('\n');
}

function needsOne(): UsageError {
  return new UsageError('usage', 'forget needs one person, or --all-trial for all answers so far.', {
    hint: `${prankCommand('forget')} NAME`,
  });
}
