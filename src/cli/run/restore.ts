import { restore, type RestoreResult } from '../../campaign/restore.ts';
import type { Context } from '../context.ts';
import { renderStep } from '../output/human/step.ts';

/** Restores raters, records and answers on a server that lost them. */
export async function runRestore(context: Context, dryRun: boolean): Promise<void> {
  const result = await restore(await context.openCampaign(), { dryRun }, context.emit);
  const { users, records, responses, steps } = result;
  const data = { users, records, responses, steps };
  context.reporter.answer('restore', data, () => renderRestored(result, dryRun));
}

function renderRestored({ users, records, responses, steps }: RestoreResult, dryRun: boolean): string {
  const counts = `${users} raters, ${records} records and ${responses} answers`;
  if (dryRun) return [...steps.map((step) => renderStep(step)), `Would bring back ${counts}.`].join('\n');
  if (users + records + responses === 0) return 'Everything is there: nothing to bring back.';
  return `Brought back ${counts}. Raters sign in as before; passwords and API keys are new.`;
}
