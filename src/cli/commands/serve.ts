import { type Command, InvalidArgumentError } from 'commander';
import { defaultPort } from '../../campaign/serve/local-url.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';
import type { ServeFlags } from '../run/serve.ts';

export function registerServe(program: Command, run: RunCommand): void {
  program
    .command('serve')
    .description('the embedded Argilla-compatible server and its rating page, until Ctrl-C')
    .option('--port <n>', 'port; 0 takes a free one', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on; only this machine unless said', '127.0.0.1')
    .option('--db <file>', 'database (default: .prank/local.db of the campaign)')
    .option(
      '--rater <name>',
      'make a rater account; may be repeated',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank serve --rater ada --rater grace', 'with accounts for two people; passwords: .prank/raters.csv'],
          ['prank serve --port 7000', 'at another port'],
          ['prank serve --host 0.0.0.0', 'let others in; put HTTPS before it'],
        ],
      }),
    )
    .action((flags: ServeFlags, command: Command) =>
      run(command, async (context) => {
        const { serve } = await import('../run/serve.ts');
        await serve(context, flags);
      }),
    );
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
