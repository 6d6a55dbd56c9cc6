import type { CompletableOption, CompletionModel, Values } from './completion-model.ts';
import { quoteShellAlways } from '../../lib/text/shell-command.ts';

/** For bash 3.2 (the one of macOS) and later; needs no bash-completion. */
export function renderBashScript({ program, globals, commands }: CompletionModel): string {
  const places = [
    ...globals.map((option) => ({ command: '*', option })),
    ...commands.flatMap(({ name, options }) => options.map((option) => ({ command: quoteShellAlways(name), option }))),
  ].flatMap(({ command, option: { flags, values } }) =>
    values === null ? [] : flags.map((flag) => ({ pattern: `${command}' ${flag}'`, values })),
  );
  return `# Completion of ${program} for bash:  source <(${program} completion bash)

__${program}_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

__${program}_paths() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -- "$cur"))
  compopt -o filenames 2>/dev/null
}

__${program}_takes_value() {
  case $1 in
    ${places.map(({ pattern }) => pattern).join(' | ')}) return 0 ;;
  esac
  return 1
}

__${program}_complete() {
  local cur=\${COMP_WORDS[COMP_CWORD]} option='' command='' index word
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    option=''
    if __${program}_takes_value "$command $word"; then
      option=$word
      # Readline takes --option=value apart.
      [[ \${COMP_WORDS[index + 1]} == '=' ]] && ((index++))
      ((index++))
    elif [[ -z $command && $word != -* ]]; then
      command=$word
    fi
  done
  # The last option still waits for its value.
  ((index > COMP_CWORD)) || option=''
  [[ $cur == '=' && -n $option ]] && cur=''
  if [[ -n $option ]]; then
    case "$command $option" in
${places.map(({ pattern, values }) => `      ${pattern}) ${complete(program, values)} ;;`).join('\n')}
    esac
    return
  fi
  if [[ $cur == -* ]]; then
    case $command in
${commands.map(({ name, options }) => `      ${name}) __${program}_words ${quoteShellAlways(flagsOf([...options, ...globals]).join(' '))} ;;`).join('\n')}
      *) __${program}_words ${quoteShellAlways(flagsOf(globals).join(' '))} ;;
    esac
    return
  fi
  case $command in
    '') __${program}_words ${quoteShellAlways(commands.map(({ name }) => name).join(' '))} ;;
${commands.map(({ name, argument }) => `    ${name}) ${argument === null ? ':' : complete(program, argument)} ;;`).join('\n')}
  esac
}

complete -F __${program}_complete ${program}
`;
}

function flagsOf(options: readonly CompletableOption[]): string[] {
  return options.flatMap(({ flags }) => flags);
}

function complete(program: string, values: Values): string {
  switch (values.type) {
    case 'words':
      return `__${program}_words ${quoteShellAlways(values.words.join(' '))}`;
    case 'file':
      return `__${program}_paths -f`;
    case 'folder':
      return `__${program}_paths -d`;
    case 'text':
      return ':';
  }
}
