import type { Command } from 'commander';
import type { RunCommand } from '../run-command.ts';

export function registerDemo(program: Command, run: RunCommand): void {
  program
    .command('demo')
    .description('a whole campaign on this machine, with bundled prompts and simulated raters, in about a minute')
    .argument('[dir]', 'folder of the demo campaign', 'prank-demo')
    .action((dir: string, _flags: object, command: Command) =>
      run(command, async (context) => {
        const { runDemo } = await import('../run-demo.ts');
        await runDemo(context, dir);
      }),
    );
}
