import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PublishPorts, PublishResult } from '../../campaign/publish.ts';
import type { Campaign } from '../../model.ts';
import { campaignPaths, type Context } from '../context.ts';
import type { RunCommand } from '../run-command.ts';

interface PublishFlags {
  to?: string;
  dryRun?: boolean;
}

export function registerPublish(program: Command, run: RunCommand): void {
  program
    .command('publish')
    .description('makes the release: ranked dataset, card and settings in one folder')
    .option('--to <dir>', 'write the folder there and stop')
    .option('--dry-run', 'say whether anything would change; write nothing')
    .action((flags: PublishFlags, command: Command) =>
      run(command, async (context) => {
        const { publish } = await import('../../campaign/publish.ts');
        const campaign = await context.loadCampaign();
        const dir = flags.to === undefined ? campaignPaths.release(campaign.dir) : resolve(flags.to);
        const options = { dir, dryRun: flags.dryRun === true, upload: flags.to === undefined };
        const ports = await publishPorts(context, campaign);
        const result = await context.withLock(campaign, 'publish', () => publish(campaign, ports, options));
        context.reporter.answer('publish', result, () => renderResult(result));
      }),
    );
}

export async function publishPorts(context: Context, campaign: Campaign): Promise<PublishPorts> {
  const { compareRelease, writeRelease } = await import('../../release/write-release.ts');
  return {
    readPrompts: () => context.readPrompts(campaign),
    readLog: () => context.readLog(campaign),
    pseudonymKey: () => context.pseudonymKey(campaign),
    writeRelease,
    compareRelease,
    isSimulated: () => exists(campaignPaths.simulated(campaign.dir)),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function renderResult({ dir, rows, changed }: PublishResult): string {
  return `${rows} ranked prompts in ${dir}${changed ? '' : ' (unchanged)'}.`;
}
