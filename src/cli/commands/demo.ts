import type { Command } from 'commander';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

export function registerDemo(program: Command, run: RunCommand): void {
  program
    .command('demo')
    .description('a whole campaign on this machine, with bundled prompts and simulated raters, in about a minute')
    .argument('[dir]', 'folder of the demo campaign', 'prank-demo')
    .addHelpText(
      'after',
      renderHelpText({
        examples: [
          ['prank demo', 'in ./prank-demo; again, it goes on there'],
          ['prank rank -c prank-demo/prank.yaml --top 5', 'then: look at what came out'],
        ],
      }),
    )
    .action((dir: string, _flags: object, command: Command) =>
      run(command, async (context) => {
        const { runDemo } = await import('../run/demo.ts');
        await runDemo(context, dir);
      }),
    );
}
