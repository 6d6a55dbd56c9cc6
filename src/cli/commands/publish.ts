import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PublishResult } from '../../campaign/publish/types.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

interface PublishFlags {
  to?: string;
  dryRun?: boolean;
}

export function registerPublish(program: Command, run: RunCommand): void {
  program
    .command('publish')
    .description(
      'makes the release, ranked dataset and card, and brings it to the Hub where prank.yaml names a dataset',
    )
    .option('--to <dir>', 'write the folder there and stop: nothing is uploaded')
    .option('--dry-run', 'say whether anything would change; write nothing')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank publish --to preview', 'look at the release before anybody else does'],
          ['prank publish', 'a commit and a tag on the Hub, if anything changed'],
        ],
        exits: {
          2: 'nothing to release yet, or a licence is undecided',
          3: 'the token may not write there; nothing was changed',
          5: 'what is there is not from prank, or the key of the pseudonyms is missing; nothing was changed',
        },
      }),
    )
    .action((flags: PublishFlags, command: Command) =>
      run(command, async (context) => {
        const { publish } = await import('../../campaign/publish.ts');
        const campaign = await context.loadCampaign();
        const dir = flags.to === undefined ? campaignPaths.release(campaign.dir) : resolve(context.io.cwd, flags.to);
        const options = { dir, dryRun: flags.dryRun === true, upload: flags.to === undefined };
        const { createPublishPorts } = await import('../wiring/publish.ts');
        const ports = createPublishPorts(context, campaign, options);
        const result = await context.withLock(campaign, 'publish', () =>
          publish(campaign, ports, options, context.emit),
        );
        context.reporter.answer('publish', result, () =>
          renderPublish(result, campaign.publish?.dataset ?? null, options),
        );
      }),
    );
}

type Asked = { upload: boolean; dryRun: boolean };

/** What people read of it. */
export function renderPublish(result: PublishResult, dataset: string | null, asked: Asked): string {
  const { file, space } = result.dashboard;
  const lines = [renderRelease(result, asked.upload ? dataset : null, asked)];
  if (space !== null) lines.push(renderSpace(space, asked));
  else if (!asked.dryRun && result.changed) lines.push(`Dashboard: ${file}`);
  return lines.join('\n');
}

function renderRelease(
  { dir, rows, changed, commit, tag }: PublishResult,
  dataset: string | null,
  { dryRun }: Asked,
): string {
  if (dataset === null) return `${rows} ranked prompts in ${dir}${changed ? '' : ' (unchanged)'}.`;
  if (!changed) return `${dataset} holds these ${rows} ranked prompts already: nothing to do.`;
  if (dryRun) return `${dataset} would change: ${rows} ranked prompts. Nothing was written.`;
  const release = tag === null ? 'the card anew' : `release ${tag}`;
  return `${dataset}: ${release}, ${rows} ranked prompts (commit ${commit?.slice(0, 12) ?? ''}).`;
}

function renderSpace(
  { name, url, changed }: NonNullable<PublishResult['dashboard']['space']>,
  { dryRun }: Asked,
): string {
  if (dryRun) return `The dashboard on ${name} ${changed ? 'would change' : 'is the same'}.`;
  return `Dashboard: ${url}${changed ? '' : ' (unchanged)'}`;
}
