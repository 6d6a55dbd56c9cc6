import { type Command, InvalidArgumentError } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { StatusFlags } from '../run/status.ts';
import type { RunCommand } from '../run-command.ts';

interface WrittenFlags extends Omit<StatusFlags, 'watch'> {
  /** true = without a number. */
  watch?: number | true;
}

const usualSeconds = 10;

export function registerStatus(program: Command, run: RunCommand): void {
  program
    .command('status')
    .description('progress, pace, agreement so far, forecast, who rated most, and what is stuck, as of the last pull')
    .option(
      '--watch [seconds]',
      `look again every so many seconds, until Ctrl-C (default: ${usualSeconds})`,
      parseSeconds,
    )
    .option('--no-server', 'leave the server alone: nothing of what came since the last pull')
    .option('--no-forecast', 'leave out the forecast, which takes some seconds in a large campaign')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank status', 'how far are we, and when does it end at this pace?'],
          ['prank status --watch', 'on a screen beside you, while people rate'],
          ['prank status --no-server', 'without asking the server, as of the last pull'],
        ],
      }),
    )
    .action(({ watch, ...flags }: WrittenFlags, command: Command) =>
      run(command, async (context) => {
        const { runStatus } = await import('../run/status.ts');
        const seconds = watch === true ? usualSeconds : watch;
        await runStatus(context, { ...flags, ...(seconds === undefined ? {} : { watch: seconds }) });
      }),
    );
}

/** Each update costs the server five calls. */
function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/u.test(text) && seconds >= 2 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Give whole seconds from 2 to 86400.');
}
