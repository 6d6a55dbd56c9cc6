import { type Command, Option } from 'commander';
import type { ScheduleOptions } from '../../campaign/schedule.ts';
import { intervals } from '../../campaign/schedule/interval.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

const help = renderHelpText({
  notes: `--on github  writes a workflow into the git repository of the campaign and says which secrets it needs.
             With --oidc there is no token of the Hub among them: the Hub trusts the workflow itself. That serves
             where the datasets (and a private Space) are there already and you may add trusted publishers to them.
             The workflow installs this prank from a packed file that is written beside prank.yaml, for you to commit,
             and checks its SHA-512 first. --from git+https://…#COMMIT builds it from a repository instead; --from npm
             takes it from the registry, if that has exactly this program.
--on hub     makes a job on the Hub that the owner of the backup pays for, about $0.01 an hour of work. It brings
             prank.yaml, guidelines, prank.lock.json and secrets along as they are now: run it again when one changes.
             It installs this prank from the backup, where the command stores it, and checks its SHA-256 first.
Run again, both change what differs and nothing else; times are in UTC.`,
  examples: [
    ['prank schedule --on github', 'every six hours, by a workflow'],
    ['prank schedule --on hub --every 1h', 'every hour, by a job on the Hub'],
    ['prank schedule --on github --remove', 'end it'],
  ],
  exits: {
    2: 'prank.yaml names no backup, or the server is on this machine',
    3: 'the token may not do it, or the Hub wants credit',
    5: 'what is there is not from prank or was changed by hand; it was left as it is',
  },
});

export function registerSchedule(program: Command, run: RunCommand): void {
  program
    .command('schedule')
    .description('lets GitHub Actions or the Hub run prank sync by the clock')
    .addOption(new Option('--on <place>', 'where it runs').choices(['github', 'hub']).makeOptionMandatory())
    .addOption(
      new Option('--every <time>', 'how often (default: as it is, or 6h)').choices([...intervals]).conflicts('cron'),
    )
    .option('--cron <line>', 'when, as five fields of cron in UTC')
    .option('--oidc', 'github: no token of the Hub, trusted publishers instead')
    .option('--no-oidc', 'github: a token of the Hub again')
    .option('--from <source>', 'github: where runs get prank: vendored (default), npm, or git+https://…#COMMIT')
    .option('--remove', 'end it')
    .option('--dry-run', 'print the plan; change nothing')
    .option('--force', 'also over a file that was changed by hand, or a job of another campaign of this name')
    .addHelpText('after', help)
    .action((flags: ScheduleOptions, command: Command) =>
      run(command, async (context) => {
        const { runSchedule } = await import('../run/schedule.ts');
        await runSchedule(context, flags);
      }),
    );
}
