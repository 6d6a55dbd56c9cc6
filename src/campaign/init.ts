import { join } from 'node:path';
import { editConfig, type TargetEdit } from '../config/edit-config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readCampaignFile, readPreset, writeCampaignFile } from '../folder/presets.ts';
import { UsageError } from '../lib/errors.ts';
import type { Emit, Step } from '../model.ts';

export const presetNames = ['quickstart', 'dibt-10k', 'blank'] as const;
export type PresetName = (typeof presetNames)[number];

export interface InitOptions {
  /** Folder of the new campaign; created if missing. */
  dir: string;
  /** `quickstart` unless given. */
  preset?: PresetName;
  /** Name of the campaign; the preset's unless given. */
  name?: string | undefined;
  target?: TargetEdit | undefined;
  /** Overwrite existing files that have other content. */
  force?: boolean;
  /** Only plan; write nothing. */
  dryRun?: boolean;
}

export interface CampaignFile {
  path: string;
  text: string;
}

/** Where raters of the new campaign answer. */
export type InitTarget = { type: 'local' } | { type: 'url'; url: string } | { type: 'space'; space: string };

/** What the new prank.yaml says. */
export interface InitChoice {
  name: string;
  target: InitTarget;
}

export interface InitResult extends InitChoice {
  /** Paths of all files of the preset, relative to the folder, whether written now or already there. */
  files: string[];
  steps: Step[];
}

export interface InitPlan {
  steps: Step[];
  /** Files to write, in the order of the steps. */
  writes: CampaignFile[];
}

/** Copies a preset into a folder. A second run finds its own files and keeps them. Throws UsageError `files_exist`. */
export async function init(
  { dir, preset = 'quickstart', name, target, force = false, dryRun = false }: InitOptions,
  emit: Emit = () => {},
): Promise<InitResult> {
  const files = (await readPreset(preset)).map((file) =>
    file.path === 'prank.yaml' ? { ...file, text: editConfig(file.text, { name, target }) } : file,
  );
  const present = new Map<string, string>();
  for (const { path } of files) {
    const text = await readCampaignFile(join(dir, path));
    if (text !== null) present.set(path, text);
  }
  const { steps, writes } = planInit(files, present, { force });
  assertNothingIsRefused(steps, dir);
  const result = { files: files.map(({ path }) => path), ...readChoice(files), steps };
  if (dryRun) return result;
  for (const { path, text } of writes) await writeCampaignFile(join(dir, path), text);
  for (const step of steps) emit({ type: 'step', step });
  return result;
}

function readChoice(files: readonly CampaignFile[]): InitChoice {
  const config = files.find(({ path }) => path === 'prank.yaml');
  const { name, argilla } = parseConfig(config?.text ?? '', 'prank.yaml');
  if (argilla.space !== undefined) return { name, target: { type: 'space', space: argilla.space } };
  if (argilla.url !== undefined) return { name, target: { type: 'url', url: argilla.url } };
  return { name, target: { type: 'local' } };
}

/**
 * Decides what to do with each file. `present` holds the text of the files that exist, by path; `why` is the reason for
 * new ones.
 */
export function planInit(
  files: readonly CampaignFile[],
  present: ReadonlyMap<string, string>,
  { force = false, why = 'part of the preset' }: { force?: boolean; why?: string } = {},
): InitPlan {
  const decided = files.map((file) => decide(file, present.get(file.path) ?? null, { force, why }));
  return {
    steps: decided.map(({ step }) => step),
    writes: decided.flatMap(({ write }) => (write === null ? [] : [write])),
  };
}

interface Decision {
  step: Step;
  write: CampaignFile | null;
}

function decide(
  file: CampaignFile,
  present: string | null,
  { force, why: whyNew }: { force: boolean; why: string },
): Decision {
  const step = (action: Step['action'], why: string): Step => ({ action, target: file.path, why });
  if (present === null) return { step: step('create', whyNew), write: file };
  if (present === file.text) return { step: step('keep', 'is there already'), write: null };
  if (file.path === '.gitignore') return decideGitignore(file, present, step);
  if (force) return { step: step('update', 'overwritten, as --force says'), write: file };
  return { step: step('refuse', 'is there with other content'), write: null };
}

/** Most repositories have ignore rules of their own: they stay, with or without --force. */
function decideGitignore(
  file: CampaignFile,
  present: string,
  step: (action: Step['action'], why: string) => Step,
): Decision {
  const lines = present.split(/\r?\n/);
  const missing = file.text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !lines.includes(line));
  if (missing.length === 0) return { step: step('keep', 'has the lines already'), write: null };
  const separator = present === '' || present.endsWith('\n') ? '' : '\n';
  const text = `${present}${separator}${missing.join('\n')}\n`;
  return { step: step('update', `gets the lines ${missing.join(', ')}`), write: { path: file.path, text } };
}

/** Throws UsageError `files_exist` if a file would have to be overwritten. */
export function assertNothingIsRefused(steps: readonly Step[], dir: string): void {
  const files = steps.filter(({ action }) => action === 'refuse').map(({ target }) => target);
  if (files.length === 0) return;
  throw new UsageError(
    'files_exist',
    `${dir} has other files of these names: ${files.join(', ')}. Nothing was written.`,
    { details: { files } },
  );
}
