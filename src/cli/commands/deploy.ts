import { type Command, InvalidArgumentError } from 'commander';
import type { RunCommand } from '../run-command.ts';
import { renderHelpText } from './help-text.ts';

interface DeployFlags {
  dryRun?: boolean;
  newDataset?: boolean;
  /** Minutes. */
  timeout: number;
}

export function registerDeploy(program: Command, run: RunCommand): void {
  program
    .command('deploy')
    .description('brings Space, workspace, dataset, question and guidelines into the described state')
    .option('--dry-run', 'print the plan; change nothing')
    .option('--new-dataset', 'start the dataset that prank.yaml names, beside the one known so far')
    .option('--timeout <minutes>', 'how long to wait for a Space', parseMinutes, 30)
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank deploy --dry-run', 'see the plan; change nothing'],
          ['prank deploy', 'make what is missing, keep what is there; can be run again at any time'],
          ['prank deploy --new-dataset', 'start another dataset, after you gave task.dataset another name'],
          ['prank deploy --timeout 60', 'wait an hour for a Space that builds slowly'],
        ],
        exits: {
          3: 'token or key may not do it, or the Hub wants a plan; nothing was changed',
          5: 'answers are at stake, or nobody said yes; nothing was changed',
        },
      }),
    )
    .action((flags: DeployFlags, command: Command) =>
      run(command, async (context) => {
        const { runDeploy } = await import('../run/deploy.ts');
        await runDeploy(context, {
          dryRun: flags.dryRun === true,
          newDataset: flags.newDataset === true,
          timeoutMs: flags.timeout * 60_000,
        });
      }),
    );
}

function parseMinutes(text: string): number {
  if (/^\d{1,4}(?:\.\d+)?$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of minutes.');
}
