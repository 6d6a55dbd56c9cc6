import type { CompletableOption, CompletionModel, Values } from './completion-model.ts';
import { quoteShellAlways } from '../../lib/text/shell-command.ts';

/** For `source <(…)` and for a file _prank in a folder of fpath. */
export function renderZshScript({ program, globals, commands }: CompletionModel): string {
  return `#compdef ${program}
# Completion of ${program} for zsh:  source <(${program} completion zsh)

__${program}_commands() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoteShellAlways(`${name}:${escapeSpec(description)}`)}`).join('\n')}
  )
  _describe -t commands 'command' commands
}

_${program}() {
  local context state state_descr line
  typeset -A opt_args
  local -a globals
  globals=(
${globals.map((option) => `    ${renderOption(option)}`).join('\n')}
  )
  _arguments -C -S $globals '1: :__${program}_commands' '*:: :->rest' && return
  [[ $state == rest ]] || return
  case $line[1] in
${commands
  .map(
    ({ name, options, argument }) => `    ${name})
      _arguments -S $globals ${[
        ...options.map(renderOption),
        ...(argument === null ? [] : [quoteShellAlways(`1:${argument.type}:${renderValues(argument)}`)]),
      ].join(' \\\n        ')}
      ;;`,
  )
  .join('\n')}
  esac
}

if [[ \${funcstack[1]} == _${program} ]]; then
  _${program} "$@"
else
  (( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
  compdef _${program} ${program}
fi
`;
}

function renderOption({ flags, description, values, isRepeatable }: CompletableOption): string {
  const excluded = isRepeatable ? '*' : `(${flags.join(' ')})`;
  const value = values === null ? '' : `:${values.type}:${renderValues(values)}`;
  return flags
    .map((flag) => {
      const equals = values !== null && flag.startsWith('--') ? '=' : '';
      return quoteShellAlways(`${excluded}${flag}${equals}[${escapeSpec(description)}]${value}`);
    })
    .join(' ');
}

function renderValues(values: Values): string {
  switch (values.type) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
}

/** Brackets and colons separate fields in the arguments of _arguments and _describe. */
function escapeSpec(text: string): string {
  return text.replaceAll(/[\\[\]:]/gu, (sign) => `\\${sign}`);
}
