import { resolve } from 'node:path';
import { type InitOptions, type InitPorts, presetNames } from '../campaign/init.ts';
import { readCampaignFile, readPreset, writeCampaignFile } from '../config/presets.ts';
import { UsageError } from '../lib/errors.ts';
import { pathArgument, prankCommand } from '../lib/shell-command.ts';
import { ask } from './ask.ts';
import type { Context } from './context.ts';

/** As typed; what is missing is asked for or left to the preset. */
export interface InitFlags {
  preset?: InitOptions['preset'];
  name?: string;
  url?: string;
  space?: string;
  local?: boolean;
  force?: boolean;
  dryRun?: boolean;
}

export function createInitPorts(): InitPorts {
  return { readPreset, read: readCampaignFile, write: writeCampaignFile };
}

/** Flags first; on a terminal the missing ones are asked for, elsewhere the preset decides. */
export async function resolveInitOptions(dir: string, flags: InitFlags, context: Context): Promise<InitOptions> {
  const targets: NonNullable<InitOptions['target']>[] = [
    ...(flags.local === true ? ['local' as const] : []),
    ...(flags.url === undefined ? [] : [{ url: flags.url }]),
    ...(flags.space === undefined ? [] : [{ space: flags.space }]),
  ];
  if (targets.length > 1) {
    throw new UsageError('usage', 'A campaign has one server: give one of --space, --url and --local.');
  }
  const [target] = targets;
  const given = { dir: resolve(dir), name: flags.name, target, force: flags.force === true };
  const asks = process.stdin.isTTY && context.globals.yes !== true && context.globals.json !== true;
  if (!asks) return { ...given, preset: flags.preset ?? 'quickstart' };
  const preset = flags.preset ?? (await askPreset(dir));
  const name =
    flags.name ??
    ((await ask('Name of the campaign (Enter keeps the name of the preset): ', process.stdin, process.stderr)) ||
      undefined);
  return { ...given, preset, name };
}

async function askPreset(dir: string): Promise<InitOptions['preset']> {
  const answer = await ask(
    `Preset, one of ${presetNames.join(', ')} (Enter: quickstart): `,
    process.stdin,
    process.stderr,
  );
  if (answer === '') return 'quickstart';
  const preset = presetNames.find((name) => name === answer);
  if (preset !== undefined) return preset;
  const others = presetNames.filter((name) => name !== 'quickstart');
  const folder = dir === '.' ? [] : [pathArgument(dir)];
  throw new UsageError('usage', `There is no preset "${answer}".`, {
    hint: `${prankCommand('init', ...folder, '--preset', 'quickstart')}, or one of the presets ${others.join(', ')}`,
  });
}
