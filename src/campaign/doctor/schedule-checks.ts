import { findJobRefusal } from '../../hub/account.ts';
import { listScheduledJobs } from '../../hub/jobs.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Campaign } from '../../model.ts';
import { jobLabels, toLabel } from '../schedule/job.ts';
import { programFile, sha512Of } from '../schedule/program.ts';
import { fetchesByName, findOrigin, readChoices, workflowPath } from '../schedule/workflow.ts';
import { type Check, fine, finding, unseenOf } from './check.ts';
import type { HubExamination } from './hub-checks.ts';
import type { ScheduleFiles } from './examiner.ts';

const risk = 'Anybody who registers that name there would get the secrets of the campaign';

/** Checks that workflows run this prank and nothing else; pure. No check = nothing is scheduled on GitHub. */
export function checkWorkflows({ name }: Pick<Campaign, 'name'>, { workflows, program }: ScheduleFiles): Check[] {
  const unsafe = [...workflows].filter(([, text]) => fetchesByName(text));
  const own = workflows.get(workflowPath(name));
  return [
    ...unsafe.map(([path, text]) => {
      const why = `${printable(path, 200)} fetches prank by its name from the registry of npm. ${risk}.`;
      return finding('campaign', 'workflow', why, replacement(path, text, name));
    }),
    ...(own === undefined || fetchesByName(own) ? [] : [checkProgram(name, own, program)]),
  ];
}

function replacement(path: string, text: string, name: string): string {
  if (path !== workflowPath(name)) {
    return `Remove that line. ${prankCommand('schedule', '--on', 'github')} writes a workflow that runs a verified copy`;
  }
  const force = findOrigin(text) === 'ours' ? [] : ['--force'];
  return `${prankCommand('schedule', '--on', 'github', ...force)}, then commit what it writes`;
}

/** Checks that the program which a workflow verifies is there. */
function checkProgram(name: string, workflow: string, program: Buffer | null): Check {
  const { sha512, program: choice } = readChoices(workflow);
  if (choice?.from !== 'vendored') return fine('campaign', 'workflow', 'The workflow runs a pinned prank.');
  const file = programFile(name);
  const fix = `${prankCommand('schedule', '--on', 'github')}, then commit what it writes`;
  if (program === null) {
    return finding('campaign', 'workflow', `The workflow installs ${file}, and there is no such file.`, fix);
  }
  return sha512Of(program) === sha512
    ? fine('campaign', 'workflow', `The workflow runs the prank in ${file}.`)
    : finding('campaign', 'workflow', `${file} is not the program that the workflow verifies: every run stops.`, fix);
}

/**
 * Checks that jobs on the Hub run this prank and nothing else. No check = there are none, or the token may not see
 * them.
 */
export async function examineJobs(
  { name, backup }: { name: string; backup: string | null },
  { hub, account }: HubExamination,
): Promise<Check[]> {
  if (hub === null || account === null || backup === null) return [];
  const [owner] = splitName(backup);
  if (findJobRefusal(account, owner) !== null) return [];
  try {
    const jobs = await listScheduledJobs(hub, owner, { key: jobLabels.campaign, value: toLabel(name) });
    if (jobs.length === 0) return [];
    const unsafe = jobs.filter(({ command }) => command.some(fetchesByName));
    if (unsafe.length === 0) return [fine('hub', 'scheduled_job', 'The scheduled job runs a verified prank.')];
    return unsafe.map(({ id }) => {
      const why = `The scheduled job ${printable(id, 80)} fetches prank by its name from the registry of npm. ${risk}.`;
      return finding('hub', 'scheduled_job', why, prankCommand('schedule', '--on', 'hub'));
    });
  } catch (error) {
    return [unseenOf({ area: 'hub', name: 'scheduled_job' }, error)];
  }
}
