import { renderBashScript } from './bash-script.ts';
import type { CompletionModel } from './completion-model.ts';
import { renderFishScript } from './fish-script.ts';
import { renderZshScript } from './zsh-script.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const renderers = {
  bash: renderBashScript,
  zsh: renderZshScript,
  fish: renderFishScript,
} satisfies Record<Shell, (model: CompletionModel) => string>;

/** A script that completes commands, options and their values. It never starts prank. */
export function renderCompletion(model: CompletionModel, shell: Shell): string {
  return renderers[shell](model);
}
