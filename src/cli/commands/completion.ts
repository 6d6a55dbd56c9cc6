import { Argument, type Command } from 'commander';
import type { Shell } from '../completion/render-completion.ts';
import { listErrorCodes } from '../../lib/errors/codes.ts';
import { renderHelpText } from './help-text.ts';
import type { RunCommand } from '../run-command.ts';

const shells: Shell[] = ['bash', 'zsh', 'fish'];

export function registerCompletion(program: Command, run: RunCommand): void {
  program
    .command('completion')
    .description('prints a script with which the Tab key completes commands, options and their values')
    .addArgument(new Argument('<shell>', 'the shell you type in').choices(shells))
    .addHelpText(
      'after',
      renderHelpText({
        notes: 'The script knows this version of prank: where it is kept in a file, print it again after an update.',
        examples: [
          ['source <(prank completion bash)', 'in ~/.bashrc'],
          ['source <(prank completion zsh)', 'in ~/.zshrc'],
          ['prank completion fish | source', 'in ~/.config/fish/config.fish'],
        ],
      }),
    )
    .action((shell: Shell, _flags: object, command: Command) =>
      run(command, async (context) => {
        const { createCompletionModel } = await import('../completion/completion-model.ts');
        const { renderCompletion } = await import('../completion/render-completion.ts');
        const codes = listErrorCodes().filter((code) => !code.endsWith('*'));
        const script = renderCompletion(createCompletionModel(program, codes), shell);
        context.reporter.answer('completion', { shell, script }, () => script.trimEnd());
      }),
    );
}
