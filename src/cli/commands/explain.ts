import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

export function registerExplain(program: Command, run: RunCommand): void {
  program
    .command('explain')
    .description('what an error code means, whether anything is lost, and what to do; without a code: all of them')
    .argument('[code]', 'as it stands behind "more:" of a failure, and in --json')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank explain server_was_reset', 'one code'],
          ['prank explain', 'all codes, one line each'],
        ],
        exits: { 2: 'there is no such code; near ones are named' },
      }),
    )
    .action((code: string | undefined, _flags: object, command: Command) =>
      run(command, async (context) => {
        const { explain } = await import('../explain/explain.ts');
        explain(context, code);
      }),
    );
}
