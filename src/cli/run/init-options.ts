import { basename, resolve } from 'node:path';
import { nameAfterFolder } from '../../campaign/init/name.ts';
import { type InitOptions, type PresetName, presetNames } from '../../campaign/init.ts';
import type { TargetEdit } from '../../config/edit-config.ts';
import { findHubPage } from '../../lib/hub-page.ts';
import { splitServerAddress } from '../../lib/secrets/address.ts';
import { UsageError } from '../../lib/errors.ts';
import { pathArgument, prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import { ask } from '../terminal/ask.ts';
import type { Context } from '../context.ts';
import type { Io } from '../io.ts';

/** Flags as typed. Missing ones are asked for, or left to the preset. */
export interface InitFlags {
  preset?: PresetName;
  name?: string;
  url?: string;
  space?: string;
  local?: boolean;
  force?: boolean;
  dryRun?: boolean;
}

/**
 * Flags come first. On a terminal, missing ones are asked for; elsewhere the folder gives the name, and the preset the
 * rest.
 */
export async function resolveInitOptions(dir: string, flags: InitFlags, context: Context): Promise<InitOptions> {
  const target = chooseTarget(flags);
  const given = { dir: resolve(context.io.cwd, dir), target, force: flags.force === true };
  const asks = context.io.stdin.isTTY === true && context.globals.yes !== true && context.globals.json !== true;
  if (!asks) {
    const preset = flags.preset ?? 'quickstart';
    return { ...given, preset, name: flags.name ?? chooseName(given.dir, context) };
  }
  const preset = flags.preset ?? (await askPreset(dir, context.io));
  return { ...given, preset, name: flags.name ?? (await askName(given.dir, context.io)) };
}

/** Where raters answer; undefined = no flag says so. Throws UsageError `usage`, and what `parseUrl` throws. */
export function chooseTarget(flags: Pick<InitFlags, 'local' | 'url' | 'space'>): TargetEdit | undefined {
  const targets: TargetEdit[] = [
    ...(flags.local === true ? ['local' as const] : []),
    ...(flags.url === undefined ? [] : [{ url: parseUrl(flags.url) }]),
    ...(flags.space === undefined ? [] : [{ space: findHubPage(flags.space)?.space ?? flags.space }]),
  ];
  if (targets.length > 1) {
    throw new UsageError('usage', 'A campaign has one server: give one of --space, --url and --local.');
  }
  return targets[0];
}

/**
 * The address as prank.yaml keeps it. Throws UsageError `usage` without the value: nobody can say which part of it is
 * secret. Also throws `url_has_login`, `server_url_is_hub_page`.
 */
function parseUrl(text: string): string {
  const page = findHubPage(text);
  if (page !== null) {
    const what = page.space === null ? 'is a page of the Hugging Face Hub' : `is the page of the Space ${page.space}`;
    throw new UsageError('server_url_is_hub_page', `--url ${what}, not the address of a server. Nothing was written.`, {
      hint: `Give ${page.space === null ? '--space <owner>/<name>' : `--space ${page.space}`} instead of --url.`,
    });
  }
  const split = /\s/u.test(text) ? null : splitServerAddress(text);
  if (split === null) {
    throw new UsageError('usage', '--url must be an address that begins with https:// or http://.', {
      hint: 'Write it as your browser shows it, such as --url https://argilla.example.org',
    });
  }
  if (split.login === null) return split.url;
  throw new UsageError(
    'url_has_login',
    `--url has a user or password in it, and prank.yaml is committed. Nothing was written.`,
    { hint: `Give --url ${split.url}, and put the whole address into .env as ARGILLA_API_URL.` },
  );
}

/** The name of the folder, made legal; undefined = keep that of the preset. */
function chooseName(dir: string, { emit }: Context): string | undefined {
  const folder = basename(dir);
  const name = nameAfterFolder(folder);
  if (name === null) {
    emit({
      type: 'info',
      text: 'The folder has no name that a campaign can have, so the campaign keeps the name of the preset. To choose another, use --name.',
    });
  } else if (name !== folder) {
    emit({
      type: 'info',
      text: `The campaign is named ${name}, after its folder "${printable(folder, 100)}": a name has only letters, digits, _ and -.`,
    });
  }
  return name ?? undefined;
}

async function askName(dir: string, io: Io): Promise<string | undefined> {
  const name = nameAfterFolder(basename(dir)) ?? undefined;
  const offer = name ?? 'the name of the preset';
  return (await ask(`Name of the campaign (Enter: ${offer}): `, io)) || name;
}

async function askPreset(dir: string, io: Io): Promise<PresetName> {
  const answer = await ask(`Preset, one of ${presetNames.join(', ')} (Enter: quickstart): `, io);
  if (answer === '') return 'quickstart';
  const preset = presetNames.find((name) => name === answer);
  if (preset !== undefined) return preset;
  const others = presetNames.filter((name) => name !== 'quickstart');
  const folder = dir === '.' ? [] : [pathArgument(dir)];
  throw new UsageError('usage', `There is no preset "${answer}".`, {
    hint: `${prankCommand('init', ...folder, '--preset', 'quickstart')}, or one of the presets ${others.join(', ')}`,
  });
}
