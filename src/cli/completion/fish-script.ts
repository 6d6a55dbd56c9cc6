import type { CompletableOption, CompletionModel, Values } from './completion-model.ts';

/** For fish 3 and later. */
export function renderFishScript({ program, globals, commands }: CompletionModel): string {
  const options = [...globals, ...commands.flatMap((command) => command.options)];
  const withValue = new Set(options.flatMap(({ flags, values }) => (values === null ? [] : flags)));
  const within = (name: string): string => `-n ${quoteFish(`__${program}_within ${name}`.trimEnd())}`;
  return `# Completion of ${program} for fish:  ${program} completion fish | source

# The command that is typed already; nothing where there is none.
function __${program}_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l skip no
    for word in $words
        if test $skip = yes
            set skip no
        else if contains -- $word ${[...withValue].join(' ')}
            set skip yes
        else if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
end

function __${program}_within
    test "$(__${program}_command)" = "$argv[1]"
end

complete -c ${program} -e
complete -c ${program} -f
${globals.map((option) => `complete -c ${program} ${renderOption(option)}`).join('\n')}
${commands
  .flatMap(({ name, description, options: own, argument }) => [
    `complete -c ${program} ${within('')} -a ${name} -d ${quoteFish(description)}`,
    ...own.map((option) => `complete -c ${program} ${within(name)} ${renderOption(option)}`),
    ...(argument === null || argument.type === 'text'
      ? []
      : [`complete -c ${program} ${within(name)} ${renderValues(argument)}`]),
  ])
  .join('\n')}
`;
}

function renderOption({ flags, description, values }: CompletableOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = values === null ? '' : ` ${renderValues(values)}`;
  return `${names.join(' ')}${value} -d ${quoteFish(description)}`;
}

function renderValues(values: Values): string {
  switch (values.type) {
    case 'words':
      return `-x -a ${quoteFish(values.words.join(' '))}`;
    case 'file':
      return '-r -F';
    case 'folder':
      return "-x -a '(__fish_complete_directories)'";
    case 'text':
      return '-x';
  }
}

function quoteFish(text: string): string {
  return `'${text.replaceAll(/[\\']/gu, (sign) => `\\${sign}`)}'`;
}
