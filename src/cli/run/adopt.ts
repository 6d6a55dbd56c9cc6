import { resolve } from 'node:path';
import { adopt, type AdoptOptions } from '../../campaign/adopt.ts';
import { openFolder } from '../../campaign/open.ts';
import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Context } from '../context.ts';
import { renderAdopted } from '../output/human/adopt.ts';
import { toAdoptData } from '../output/json/adopt.ts';
import { chooseTarget } from './init-options.ts';

/** Flags as typed. */
export interface AdoptFlags {
  url?: string;
  workspace?: string;
  dataset?: string;
  field?: string;
  question?: string;
  scale?: string[];
  hub?: string;
  release?: string;
  space?: string;
  local?: boolean;
  name?: string;
  dryRun?: boolean;
}

/** Makes a campaign from what exists, or shows what would be written. */
export async function runAdopt(context: Context, dir: string, flags: AdoptFlags): Promise<void> {
  const { name, dryRun = false } = flags;
  const folder = openFolder(resolve(context.io.cwd, dir), context.openOptions);
  const options = { ...chooseSource(flags, context.io.cwd), name, dryRun };
  const result = await adopt(folder, options, context.emit);
  context.reporter.answer('adopt', toAdoptData(result, dryRun), () => renderAdopted(result, { typed: dir, dryRun }));
}

/** Throws UsageError `usage` if the flags don't name one thing to adopt. */
function chooseSource(flags: AdoptFlags, cwd: string): AdoptOptions {
  const { hub, release, url, workspace, dataset, field, question, scale } = flags;
  const target = chooseTarget(flags);
  if (hub !== undefined || release !== undefined) {
    if (hub !== undefined && release !== undefined) throw oneSource();
    for (const key of ['workspace', 'dataset', 'field', 'question', 'scale'] as const)
      if (flags[key] !== undefined)
        throw new UsageError(
          'usage',
          `--${key} is for a dataset of an Argilla server, not for --${hub === undefined ? 'release' : 'hub'}.`,
        );
    return hub === undefined
      ? { from: 'release', path: resolve(cwd, release ?? ''), target }
      : { from: 'hub', dataset: hub.replace(/^hub:/u, ''), target };
  }
  if (url === undefined) throw oneSource();
  if (flags.space !== undefined || flags.local === true)
    throw new UsageError(
      'usage',
      '--space and --local belong to --hub and --release: raters of an adopted dataset go on where it is.',
    );
  const address = typeof target === 'object' && 'url' in target ? target.url : url;
  return { from: 'server', url: address, workspace, dataset, field, question, scale };
}

function oneSource(): UsageError {
  return new UsageError(
    'usage',
    'Name one thing to adopt: --url for a server, --hub for a dataset on the Hub, or --release for a folder.',
    {
      hint: prankCommand('adopt', '--help'),
    },
  );
}
