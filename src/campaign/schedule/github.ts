import { basename, join, relative, sep } from 'node:path';
import { locateInRepository } from '../../folder/git-root.ts';
import { UnsafeError, UsageError } from '../../lib/errors.ts';
import { removeFile, writeFileWhole } from '../../lib/files/atomic-file.ts';
import { readBytesIfPresent, readTextIfPresent } from '../../lib/files/read-text.ts';
import { fetchPackage, type PackedProgram, packProgram } from '../../lib/npm-pack.ts';
import { prankCommand, shellCommand } from '../../lib/text/shell-command.ts';
import type { Emit, Step } from '../../model.ts';
import { askTokenEnd, showEnd } from '../open/token-end.ts';
import { hasServerLogin } from '../open/server-address.ts';
import type { OpenCampaign } from '../open/types.ts';
import type { Environment } from '../../lib/environment.ts';
import { listNeededSecrets, requireSchedulable } from './needs.ts';
import { defaultInterval, renderInterval } from './interval.ts';
import {
  isSameProgram,
  planProgram,
  type Program,
  type ProgramChoice,
  programFile,
  sha512Of,
  vendored,
} from './program.ts';
import {
  findOrigin,
  isSameWorkflow,
  readChoices,
  renderWorkflow,
  workflowPath,
  type WorkflowSettings,
} from './workflow.ts';

export interface WorkflowOptions {
  /** Five fields, UTC; null = as before, or every six hours. */
  cron: string | null;
  /** Trusted publishers instead of a token; null = as before, or a token. */
  oidc: boolean | null;
  /** Where runs get prank from; null = as before, or vendored. */
  program: ProgramChoice | null;
  dryRun: boolean;
  force: boolean;
}

export interface WorkflowResult {
  /** Absolute path. */
  file: string;
  /** Absolute path of the packed program; null = the workflow gets it from elsewhere, or was removed. */
  program: string | null;
  /** null = removed. */
  cron: string | null;
  steps: Step[];
  /** Shell commands that remain to be typed at the root of the repository. */
  next: string[];
}

/**
 * Writes the workflow that runs `prank sync` on GitHub, and the program that it installs, if they differ. Throws
 * UnsafeError `schedule_changed_by_hand`, `schedule_foreign_file`, `schedule_npm_differs`.
 */
export async function scheduleOnGithub(
  campaign: OpenCampaign,
  options: WorkflowOptions,
  emit: Emit,
): Promise<WorkflowResult> {
  const scheduled = requireSchedulable(campaign);
  const place = await locateWorkflow(campaign, emit);
  const { folder, configName } = place;
  const found = await readTextIfPresent(place.file);
  const chosen = found !== null && findOrigin(found) === 'ours' ? readChoices(found) : null;
  const oidc = options.oidc ?? chosen?.oidc ?? false;
  const choice = options.program ?? chosen?.program ?? vendored;
  const program = await planFoundProgram(place, choice, { found, force: options.force }, campaign.env);
  const settings: WorkflowSettings = {
    campaign: campaign.name,
    cron: options.cron ?? chosen?.cron ?? renderInterval(defaultInterval, campaign.name),
    program: program.described,
    folder,
    configName: configName === 'prank.yaml' ? null : configName,
    secrets: listNeededSecrets(campaign, { oidc, login: await hasServerLogin(campaign) }),
    trusted: oidc ? scheduled : null,
  };
  const text = renderWorkflow(settings);
  const step = planWorkflow(workflowPath(campaign.name), text, found, options);
  // The program first: a workflow without it would fail.
  const writes = [...program.writes, { step, path: place.file, content: text }];
  if (!oidc) await warnOfShortToken(campaign, emit);
  const steps = await applyWrites(writes, options, emit);
  const isChanged = steps.some(({ action }) => action !== 'keep');
  const next = isChanged ? listNext(settings, folder === '' ? configName : `${folder}/${configName}`) : [];
  const programPath = choice.from === 'vendored' ? place.program : null;
  return { file: place.file, program: programPath, cron: settings.cron, steps, next };
}

/** The token of this machine is what people put into the repository's secrets. */
async function warnOfShortToken(campaign: OpenCampaign, emit: Emit): Promise<void> {
  const end = await askTokenEnd(campaign);
  if (end === null) return;
  const what = end.isRenewable ? 'The login on this machine' : 'The Hugging Face token on this machine';
  emit({
    type: 'warning',
    text: `${what} ends at ${showEnd(end)}, and runs on GitHub would then fail. Give them a token that never expires (https://huggingface.co/settings/tokens), or none:  ${prankCommand('schedule', '--on', 'github', '--oidc')}`,
  });
}

/** Removes the workflow and its program, if they exist. Throws like `scheduleOnGithub`. */
export async function unscheduleOnGithub(
  campaign: OpenCampaign,
  options: WorkflowOptions,
  emit: Emit,
): Promise<WorkflowResult> {
  const place = await locateWorkflow(campaign, emit);
  const path = workflowPath(campaign.name);
  const found = await readTextIfPresent(place.file);
  const step = planWorkflow(path, null, found, options);
  const program = planProgram(programFile(campaign.name), {
    wanted: null,
    found: await readBytesIfPresent(place.program),
    sha512: found === null ? null : readChoices(found).sha512,
    force: options.force,
  });
  const writes = [
    { step, path: place.file, content: null },
    ...(program === null ? [] : [{ step: program.step, path: place.program, content: null }]),
  ];
  const steps = await applyWrites(writes, options, emit);
  const gone = [path, ...(program === null ? [] : [joinPath(place.folder, programFile(campaign.name))])];
  const commands = [shellCommand(['git', 'commit', '-m', commitTitles.ended, '--', ...gone]), 'git push'];
  return { file: place.file, program: null, cron: null, steps, next: step.action === 'keep' ? [] : commands };
}

const commitTitles = { scheduled: 'Run prank sync on a schedule', ended: 'Stop running prank sync' } as const;

/** A file and its new content; null = none. */
interface FileWrite {
  step: Step;
  path: string;
  content: string | Uint8Array | null;
}

/** The program that the workflow installs, and the files to write for it. */
async function planFoundProgram(
  { program: path }: { program: string },
  choice: ProgramChoice,
  { found, force }: { found: string | null; force: boolean },
  env: Environment,
): Promise<{ described: Program; writes: FileWrite[] }> {
  const packed = choice.from === 'git' ? null : await packProgram(env);
  const file = basename(path);
  const plan = planProgram(file, {
    wanted: choice.from === 'vendored' ? (packed?.bytes ?? null) : null,
    found: await readBytesIfPresent(path),
    sha512: found === null ? null : readChoices(found).sha512,
    force,
  });
  const writes = plan === null ? [] : [{ step: plan.step, path, content: plan.bytes }];
  if (choice.from === 'git') return { described: choice, writes };
  if (choice.from === 'npm') return { described: await findOnNpm(packed, env), writes };
  return { described: { from: 'vendored', file, sha512: sha512Of(plan?.bytes ?? Buffer.of()) }, writes };
}

/**
 * The package in the registry, if it is exactly this program. Throws UsageError `schedule_not_on_npm`, UnsafeError
 * `schedule_npm_differs`.
 */
async function findOnNpm(packed: PackedProgram | null, env: Environment): Promise<Program> {
  const { name = '', version = '' } = packed ?? {};
  const published = await fetchPackage(name, version, env);
  if (published === null) {
    throw new UsageError('schedule_not_on_npm', `The registry of npm has no ${name}@${version}.`);
  }
  if (packed === null || !isSameProgram(published, packed.bytes)) {
    throw new UnsafeError(
      'schedule_npm_differs',
      `${name}@${version} in the registry of npm is not the program that runs here. A scheduled run would give it every secret.`,
      { details: { published: sha512Of(published), here: packed === null ? null : sha512Of(packed.bytes) } },
    );
  }
  return { from: 'npm', name, version, sha512: sha512Of(published) };
}

/** Decides what happens to the file; pure. `wanted` null = remove it. */
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

/** Carries out the steps in order, unless one is refused. Touches nothing else in the folder. */
async function applyWrites(writes: readonly FileWrite[], { dryRun }: { dryRun: boolean }, emit: Emit): Promise<Step[]> {
  const refused = writes.find(({ step }) => step.action === 'refuse');
  if (refused !== undefined) throw refusal(refused);
  for (const { step, path, content } of dryRun ? [] : writes) {
    emit({ type: 'step', step });
    if (step.action === 'delete') await removeFile(path);
    else if (step.action !== 'keep' && content !== null) await writeFileWhole(path, content);
  }
  return writes.map(({ step }) => step);
}

function refusal({ step: { why }, path: file }: FileWrite): UnsafeError {
  const isChanged = why === origins.changed;
  return new UnsafeError(
    isChanged ? 'schedule_changed_by_hand' : 'schedule_foreign_file',
    `${file} ${why}: it is left as it is.`,
    { details: { file } },
  );
}

async function locateWorkflow(
  { name, dir: campaignDir, configPath }: OpenCampaign,
  emit: Emit,
): Promise<{ file: string; program: string; folder: string; configName: string }> {
  const { root, dir } = await locateInRepository(campaignDir);
  if (root === null) {
    emit({
      type: 'warning',
      text: `${dir} is not in a git repository. GitHub reads workflows only at the root of a repository. To make it one: ${shellCommand(['git', 'init', dir])}`,
    });
  }
  const top = root ?? dir;
  return {
    file: join(top, ...workflowPath(name).split('/')),
    program: join(dir, programFile(name)),
    folder: relative(top, dir).split(sep).join('/'),
    configName: basename(configPath),
  };
}

function joinPath(folder: string, file: string): string {
  return folder === '' ? file : `${folder}/${file}`;
}

function listNext({ campaign, folder, program, secrets, trusted }: WorkflowSettings, configPath: string): string[] {
  const path = workflowPath(campaign);
  const add = shellCommand(['git', 'add', path, configPath]);
  // Many repositories ignore packed files.
  const addProgram = shellCommand(['git', 'add', '--force', joinPath(folder, programFile(campaign))]);
  return [
    ...secrets.map(({ name, what }) => `gh secret set ${name}  # ${what}`),
    ...(trusted === null ? [] : [`# and add the trusted publishers that ${path} names in its comments`]),
    `${add}  # and its guidelines and prank.lock.json`,
    ...(program.from === 'vendored' ? [`${addProgram}  # the program that the runs install`] : []),
    shellCommand(['git', 'commit', '-m', commitTitles.scheduled]),
    'git push  # GitHub takes schedules from the default branch',
    `${shellCommand(['gh', 'workflow', 'run', path.split('/').at(-1) ?? ''])}  # the first run, now`,
  ];
}
