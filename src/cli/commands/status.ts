import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';

interface StatusFlags {
  server: boolean;
  forecast: boolean;
}

export function registerStatus(program: Command, run: RunCommand): void {
  program
    .command('status')
    .description('progress, pace, agreement so far, forecast, and who rated most, as of the last pull')
    .option('--no-server', 'leave the server alone: nothing of what came since the last pull')
    .option('--no-forecast', 'leave out the forecast, which takes some seconds in a large campaign')
    .action((flags: StatusFlags, command: Command) =>
      run(command, async (context) => {
        const { runStatus } = await import('../run-status.ts');
        await runStatus(context, flags);
      }),
    );
}
