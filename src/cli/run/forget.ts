import { forget, type ForgetResult } from '../../campaign/forget.ts';
import type { Context } from '../context.ts';

/** Removes a person everywhere, and says what remains to be done. */
export async function runForget(context: Context, options: { rater: string; dryRun: boolean }): Promise<void> {
  const result = await forget(await context.openCampaign(), options, context.emit);
  const { responses, versions, backup, notes } = result;
  const data = { responses, versions, backup, notes };
  context.reporter.answer('forget', data, () => renderForgotten(result, options.dryRun));
}

function renderForgotten({ responses, versions, notes }: ForgetResult, dryRun: boolean): string {
  const counts = `${responses} answers (${versions} versions in the ratings log)`;
  return dryRun ? `Would delete ${counts}.` : [`Deleted ${counts}.`, ...notes].join('\n');
}
