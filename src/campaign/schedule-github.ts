import { UnsafeError } from '../lib/errors.ts';
import { quoteShell } from '../lib/shell-command.ts';
import type { Campaign, Emit, Step } from '../model.ts';
import { listNeededSecrets, requireSchedulable } from './schedule-needs.ts';
import { defaultInterval, renderInterval } from './schedule-time.ts';
import {
  findOrigin,
  isSameWorkflow,
  readChoices,
  renderWorkflow,
  workflowPath,
  type WorkflowSettings,
} from './schedule-workflow.ts';

/** What scheduling on GitHub needs of the disk. Paths are absolute. */
export interface WorkflowPorts {
  /** Where the campaign's file is, as git sees it; `root` null = in no git repository. */
  locate: () => Promise<{ root: string | null; dir: string; configName: string }>;
  /** `path` below `root`, with slashes. */
  join: (root: string, path: string) => string;
  /** The way from `root` to a folder in it, with slashes; empty when it is the same. */
  relate: (root: string, dir: string) => string;
  /** null = there is no such file. */
  readText: (path: string) => Promise<string | null>;
  writeText: (path: string, text: string) => Promise<void>;
  removeFile: (path: string) => Promise<void>;
}

export interface WorkflowOptions {
  /** Five fields, UTC; null = as it is, or every six hours. */
  cron: string | null;
  /** Trusted publishers instead of a token; null = as it is, or a token. */
  oidc: boolean | null;
  version: string;
  dryRun: boolean;
  force: boolean;
}

export interface WorkflowResult {
  /** Absolute path. */
  file: string;
  /** null = removed. */
  cron: string | null;
  steps: Step[];
  /** Shell commands that are left to do, to be typed at the root of the repository. */
  next: string[];
}

/**
 * Writes the workflow that runs `prank sync` on GitHub, when it differs. Throws UnsafeError `schedule_changed_by_hand`,
 * `schedule_foreign_file`.
 */
export async function scheduleOnGithub(
  campaign: Campaign,
  ports: WorkflowPorts,
  options: WorkflowOptions,
  emit: Emit,
): Promise<WorkflowResult> {
  const scheduled = requireSchedulable(campaign);
  const { file, folder, configName } = await locateWorkflow(campaign, ports, emit);
  const found = await ports.readText(file);
  const chosen = found !== null && findOrigin(found) === 'ours' ? readChoices(found) : null;
  const oidc = options.oidc ?? chosen?.oidc ?? false;
  const settings: WorkflowSettings = {
    campaign: campaign.name,
    cron: options.cron ?? chosen?.cron ?? renderInterval(defaultInterval, campaign.name),
    version: options.version,
    folder,
    configName: configName === 'prank.yaml' ? null : configName,
    secrets: listNeededSecrets(campaign, { oidc }),
    trusted: oidc ? scheduled : null,
  };
  const text = renderWorkflow(settings);
  const step = planWorkflow(workflowPath(campaign.name), text, found, options);
  await applyWorkflow(step, { ...ports, file, text }, options, emit);
  const next = listNext(settings, folder === '' ? configName : `${folder}/${configName}`);
  return { file, cron: settings.cron, steps: [step], next: step.action === 'keep' ? [] : next };
}

/** Removes the workflow; one that is not there is fine. Throws as `scheduleOnGithub`. */
export async function unscheduleOnGithub(
  campaign: Campaign,
  ports: WorkflowPorts,
  options: WorkflowOptions,
  emit: Emit,
): Promise<WorkflowResult> {
  const { file } = await locateWorkflow(campaign, ports, emit);
  const path = workflowPath(campaign.name);
  const step = planWorkflow(path, null, await ports.readText(file), options);
  await applyWorkflow(step, { ...ports, file, text: '' }, options, emit);
  const commands = [`git commit -m "Stop running prank sync" ${path}`, 'git push'];
  return { file, cron: null, steps: [step], next: step.action === 'keep' ? [] : commands };
}

/** What becomes of the file; pure. `wanted` null = it is to be gone. */
export function planWorkflow(
  path: string,
  wanted: string | null,
  found: string | null,
  { force }: { force: boolean },
): Step {
  const target = `workflow ${path}`;
  const origin = found === null ? null : findOrigin(found);
  if (origin !== null && origin !== 'ours' && !force) return { action: 'refuse', target, why: origins[origin] };
  if (wanted === null) {
    return origin === null
      ? { action: 'keep', target, why: 'is not there' }
      : { action: 'delete', target, why: 'no more runs' };
  }
  const { cron } = readChoices(wanted);
  if (found === null || origin === null) return { action: 'create', target, why: `runs prank sync at ${cron} (UTC)` };
  if (isSameWorkflow(found, wanted)) return { action: 'keep', target, why: 'is as it should be' };
  if (origin !== 'ours') return { action: 'update', target, why: origins[origin] };
  const was = readChoices(found).cron;
  const why = was === cron ? 'prank.yaml, an option or prank itself has changed since' : `runs at ${cron}, not ${was}`;
  return { action: 'update', target, why };
}

const origins = { changed: 'was changed by hand', foreign: 'is not from prank schedule' } as const;

/** Carries the step out; nothing else in the folder is touched. */
async function applyWorkflow(
  step: Step,
  {
    file,
    text,
    writeText,
    removeFile,
  }: Pick<WorkflowPorts, 'writeText' | 'removeFile'> & { file: string; text: string },
  { dryRun }: { dryRun: boolean },
  emit: Emit,
): Promise<void> {
  if (step.action === 'refuse') throw refusal(step, file);
  if (dryRun) return;
  emit({ type: 'step', step });
  if (step.action === 'delete') await removeFile(file);
  else if (step.action !== 'keep') await writeText(file, text);
}

function refusal({ why }: Step, file: string): UnsafeError {
  const isChanged = why === origins.changed;
  return new UnsafeError(
    isChanged ? 'schedule_changed_by_hand' : 'schedule_foreign_file',
    `${file} ${why}: it is left as it is.`,
    { hint: 'Look at it, and run the command again with --force if it may go.', details: { file } },
  );
}

async function locateWorkflow(
  { name }: Campaign,
  ports: WorkflowPorts,
  emit: Emit,
): Promise<{ file: string; folder: string; configName: string }> {
  const { root, dir, configName } = await ports.locate();
  if (root === null) {
    emit({
      type: 'warning',
      text: `${dir} is in no git repository. The workflow stands below it; GitHub takes it only from the root of a repository: git init`,
    });
  }
  const top = root ?? dir;
  return { file: ports.join(top, workflowPath(name)), folder: ports.relate(top, dir), configName };
}

function listNext({ campaign, secrets, trusted }: WorkflowSettings, configPath: string): string[] {
  const path = workflowPath(campaign);
  return [
    ...secrets.map(({ name, what }) => `gh secret set ${name}  # ${what}`),
    ...(trusted === null ? [] : [`# and add the trusted publishers that ${path} names in its comments`]),
    `git add ${path} ${quoteShell(configPath)}  # and its guidelines and prank.lock.json`,
    'git commit -m "Run prank sync on a schedule"',
    'git push  # GitHub takes schedules from the default branch',
    `gh workflow run ${path.split('/').at(-1) ?? ''}  # the first run, now`,
  ];
}
